import Datasets
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Trees of folders: which folder is the class, and that nothing is left out unsaid.
struct TreeImportTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var output: String { folder.path + "/out" }

    private func load(_ options: ImportOptions = ImportOptions()) throws -> DatasetImport {
        try DatasetImport(from: folder.path + "/set", to: output, options)
    }

    private func refused(_ reasons: String...) throws {
        let error = #expect(throws: ImportError.self) { try load() }
        let message = "\(try #require(error))"
        for reason in reasons { #expect(message.contains(reason), "\(message)") }
    }

    @Test(arguments: [
        ["train/patient1/study1/v.png", "train/patient2/study2/v.png"],
        ["patient1/study1/v.png", "patient2/study2/v.png"],
        ["files/p10/p1001/s501/v.png", "files/p11/p1002/s502/v.png"],
        ["train/patient1/v.png", "train/patient2/v.png"],
        ["images_1/images/a.png", "images_2/images/b.png"],
        ["a.png", "b.png"], ["train/a.png", "test/b.png"], ["A/a.png", "A/masks/b.png", "B/c.png"],
        ["COVID/images/a.png", "COVID/masks/b.png", "SICK/images/c.png", "SICK/masks/d.png"],
        ["train/images/a.png", "train/masks/b.png"],
        ["A/PNG_images/a.png", "B/Ground Truth/b.png"],
        ["benign/LIDC-IDRI-0001/0.png", "malignant/LIDC-IDRI-0002/0.png"],
        ["NORMAL/1001/a.png", "NORMAL/1002/b.png", "SICK/1003/c.png"],
        ["NORMAL/1/a.png", "NORMAL/2/b.png", "SICK/1/c.png", "SICK/2/d.png"],
        ["NORMAL/v1/a.png", "NORMAL/v2/b.png", "SICK/v1/c.png", "SICK/v2/d.png"],
        ["left/a.png", "right/b.png"], ["A/left/a.png", "A/right/b.png", "B/left/c.png"],
        ["A/frontal/a.png", "A/lateral/b.png", "B/frontal/c.png", "B/lateral/d.png"],
        ["1.2.840.113619.2.1/a.png", "1.2.840.113619.2.22/b.png"],
        [
            "8f14e45f-ceea-467f-a0e6-6e1b8c1c2f3a/a.png",
            "8f14e45f-ceea-467f-a0e6-6e1b8c1c2f3b/a.png",
        ],
        ["train/0001/a.png", "train/0002/b.png"], ["A/2020-01-02/a.png", "B/2020-01-03/b.png"],
        ["A/a.png", "B/deeper/b.png", "B/other/c.png"], ["A/x/a.png", "B/y/b.png", "B/x/c.png"],
        ["training_set/a.png", "test_set/b.png"],
    ])
    func noClassIsInvented(_ names: [String]) throws {
        for name in names { try folder.touch("set/\(name)") }
        try refused("so no folder says which class an image has", "A table can", "--image")
    }

    /// Numbers and words that are classes.
    @Test(arguments: [
        ["0", "1", "2"], ["1", "2", "10"], ["grade_001", "grade_002"], ["c0", "c1"],
        ["n01440764", "n01443537"], ["no images", "COVID-19"],
        ["with_mask", "without_mask"], ["trainer", "contest"], ["left lung", "right lung"],
        ["R2-D2", "C-3PO"], ["valve", "device"],
    ])
    func foldersThatAreClassesAreTaken(_ classes: [String]) throws {
        for name in classes { try folder.touch("set/\(name)/a.png") }
        #expect(try load().write())
        #expect(try Dataset(root: output).classes == classes.sorted())
    }

    /// In several splits, folders of the same names are classes, be they numbers.
    @Test func numbersInSeveralSplitsAreClasses() throws {
        for name in ["train/101", "train/205", "test/101", "test/205"] {
            try folder.touch("set/\(name)/a.png")
        }
        #expect(try load().count == 4)
    }

    @Test(arguments: [
        ("training_set", "test_set"), ("Train Set", "Testing Images"), ("trn", "tst"),
        ("train_data", "test-data"), ("TrainData", "TestData"), ("traindata", "testset"),
        ("TRAIN", "Test"),
    ])
    func splitsUnderOtherNamesAreRead(_ train: String, _ test: String) throws {
        for name in ["A", "B"] {
            try folder.touch("set/\(train)/\(name)/1.png", "set/\(test)/\(name)/2.png")
        }
        let imported = try load()
        let isWord = train.lowercased() == "train" || train == "trn"
        #expect(imported.notes.contains { $0.contains("'\(train)' is read as train") } == !isWord)
        #expect(try imported.write())
        let set = try Dataset(root: output)
        #expect(set.counts(.train) == [1, 1])
        #expect(set.counts(.test) == [1, 1])
    }

    /// What may be a split is never merged with the others, nor taken for a class.
    @Test(arguments: [
        ["holdout/A", "holdout/B", "rest/A", "rest/B"], ["cats_train", "cats_test", "dogs_train"],
        ["trainA", "testA", "trainB"], ["A", "B", "evaluation/A"],
        ["fold1_train/A", "fold1_train/B"],
        ["hold-out set/A", "hold-out set/B", "x/A", "x/B"], ["Train2/A", "Train2/B"],
    ])
    func foldersThatLookLikeSplitsAreNamed(_ folders: [String]) throws {
        for name in folders { try folder.touch("set/\(name)/a.png") }
        let error = #expect(throws: ImportError.self) { try load() }
        let message = "\(try #require(error))"
        #expect(message.contains("like a split") || message.contains("like splits"), "\(message)")
        #expect(message.contains("name the folders of a split train, val or test"))
    }

    @Test(arguments: [("val", "validation"), ("test", "test_set"), ("Train", "train")])
    func twoFoldersOfOneSplitAreAnError(_ one: String, _ other: String) throws {
        for split in ["train", one, other] {
            for name in ["A", "B"] { try folder.touch("set/\(split)/\(name)/\(split).png") }
        }
        try refused("'\(one)', '\(other)' lie side by side and both mean")
    }

    @Test func splitsBesideOtherFoldersAreNotMixed() throws {
        for name in ["train/A", "train/B", "holdout/A"] {
            try folder.touch("set/\(name)/a.png")
        }
        try refused("1 file lie outside of the class folders", "holdout/A/a.png")
    }

    @Test(arguments: ["x.png", "train/x.png", "other/x.png", "train/A/masks/x.png"])
    func imagesBesideTheClassesAreNamed(_ name: String) throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png", "set/\(name)")
        try refused("1 file lie", name, "--exclude")
        var options = ImportOptions()
        for pattern in [name, "*x.png", "x.png"] {
            options.exclude = [pattern]
            let imported = try load(options)
            #expect(imported.count == 2)
            #expect(imported.notes == ["1 file fits --exclude, skipped: \(name)"])
        }
    }

    @Test(arguments: ["x.tif", "x.DCM", "x.nii.gz"]) func imagesOfOtherFormatsAreNamed(
        _ name: String
    ) throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png", "set/train/B/\(name)")
        try refused("formats that are not read", "train/B/\(name)")
    }

    @Test(arguments: [
        "x.avif", "x.heif", "x.svs", "x.npy", "x.apng", "x.j2k", "x.JXL", "x.tga", "x.exr", "x.jpf",
        "x.NII.GZ", "x.tif.gz", "x.psd", "x.ico",
    ])
    func imagesOfRareFormatsAreNamed(_ name: String) throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png", "set/train/B/\(name)")
        try refused("formats that are not read", "train/B/\(name)", "--exclude '*.")
        var options = ImportOptions()
        options.exclude = ["*\(name.dropFirst())"]
        #expect(try load(options).count == 2)
    }

    /// Names, and the first bytes of the files: some as numbers, then some as text.
    private static let beginnings: [(name: String, bytes: [UInt8], text: String)] = [
        ("IM0001", [UInt8](repeating: 0, count: 128), "DICM"),
        ("IM0002", [8, 0, 5, 0, 10, 0, 0, 0], "ISO_IR 100"),
        ("1.jpg.bak", [0xFF, 0xD8, 0xFF, 0xE0], ""),
        ("photo", [0x89, 0x50, 0x4E, 0x47, 13, 10], ""),
        ("x.dat", [66, 77, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0], ""),
        ("x.bin", [0, 0, 0, 24], "ftypavif"), ("y", [], "....ftypheic"),
        ("z", [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 13, 10, 0x87, 10], ""),
        ("c", [0xFF, 0x4F, 0xFF, 0x51], ""), ("t", [], "RIFF....WEBPVP8 "), ("#1", [], "GIF89a"),
    ]

    /// In a folder, a zip and a tar archive.
    @Test(arguments: 0..<11, ["folder", "zip", "tar"])
    func imagesAreKnownByTheirFirstBytes(_ number: Int, _ kind: String) throws {
        let (name, bytes, text) = Self.beginnings[number]
        let files = [
            ("train/A/a.png", Data("a".utf8)), ("train/B/b.png", Data("b".utf8)),
            ("train/B/\(name)", Data(bytes + Array(text.utf8))),
            ("train/B/BM.txt", Data("BM is text".utf8)),
        ]
        var (zip, tar) = (ZipWriter(), TarWriter())
        for (path, data) in files {
            zip.add(path, data)
            tar.add(path, data)
            if kind == "folder" { try folder.write(data, "set/\(path)") }
        }
        if kind != "folder" {
            try folder.write(kind == "zip" ? zip.archive : tar.archive, "set")
        }
        try refused("1 file look like images", "train/B/\(name)", "--exclude '\(name)'")
        var options = ImportOptions()
        options.exclude = [name]
        #expect(try load(options).count == 2)
    }

    @Test func filesOfSystemsAreCounted() throws {
        try folder.touch(
            "set/train/A/a.png", "set/train/B/b.png", "set/train/B/._b.png", "set/.DS_Store",
            "set/README.md")
        try folder.touch("set/train/A/@eaDir/a.png", "set/__MACOSX/train/A/._a.png")
        let notes = try load().notes
        #expect(
            notes == [
                "2 folders are hidden or left by systems, skipped with the 2 files in them: "
                    + "__MACOSX, train/A/@eaDir",
                "2 files are hidden or left by systems, skipped: .DS_Store, train/B/._b.png",
                "1 file is no image, skipped: README.md",
            ])
    }

    @Test(arguments: [
        "$Recycle.Bin", "@Recycle", "@tmp", "@Recently-Snapshot", "~snapshot", "RECYCLED",
        "found.000", "Network Trash Folder", "Temporary Items", "RECYCLER", "Lost+Found",
        "__pycache__", "@EADIR", "__macosx", "#recycle", "#snapshot", ".Trashes", ".git",
        "System Volume Information",
    ])
    func foldersOfSystemsAreNoClasses(_ name: String) throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png")
        try folder.touch("set/train/\(name)/c.png", "set/\(name)/x/y.tif")
        let imported = try load()
        #expect(imported.count == 2)
        #expect(
            imported.notes == [
                "2 folders are hidden or left by systems, skipped with the 2 files in them: "
                    + ["\(name)", "train/\(name)"].sorted {
                        $0.utf8.lexicographicallyPrecedes($1.utf8)
                    }.joined(separator: ", ")
            ])
        var zip = ZipWriter()
        for path in ["A/a.png", "B/b.png", "\(name)/c.png"] {
            zip.add("train/\(path)", Data(path.utf8))
        }
        try folder.write(zip.archive, "a.zip")
        let packed = try DatasetImport(from: folder.path + "/a.zip", to: output)
        #expect(packed.count == 2)
        #expect(
            packed.notes == ["1 file is hidden or left by a system, skipped: train/\(name)/c.png"])
    }

    /// A name of a file that begins so is an image's as any other.
    @Test func filesMayBeginAsFoldersOfSystemsDo() throws {
        try folder.touch("set/train/A/#1.png", "set/train/A/~2.png", "set/train/B/@3.png")
        #expect(try load().count == 3)
    }

    @Test func classesWithoutTrainingImagesAreNamed() throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png", "set/test/C/c.png")
        try refused("class 'C' has no image in train, which has 'A', 'B'")
    }

    /// What is a copy, the bytes say.
    @Test func twoSitesWithTheSameNamesAreImportedWhole() throws {
        for site in ["siteA", "siteB"] {
            for name in ["NORMAL/0.png", "NORMAL/1.png", "SICK/0.png"] {
                try folder.write(Data("\(site) \(name)".utf8), "set/\(site)/\(name)")
            }
        }
        try folder.write(Data("same".utf8), "set/siteA/SICK/9.png")
        try folder.write(Data("same".utf8), "set/siteB/SICK/9.png")
        let imported = try load()
        #expect(imported.count == 7)
        #expect(imported.copies == 1)
        #expect(imported.notes.count == 3)
        #expect(
            imported.notes[0]
                == "the class is the folder that an image lies in: NORMAL, SICK; they are in each of siteA, siteB"
        )
        #expect(imported.notes[2].contains("6 images share their names"))
        #expect(try imported.write())
        let files = try BytesInFolders.files(in: output)
        #expect(files.count == 7)
        #expect(files[Array("train/SICK/siteB%2F0.png".utf8)] == Data("siteB SICK/0.png".utf8))
        #expect(files[Array("train/SICK/9.png".utf8)] == Data("same".utf8))
        #expect(try !load().write())
    }

    @Test func sameBytesInTwoClassesAreAnError() throws {
        for name in ["train/A/a.png", "train/B/b.png"] { try folder.touch("set/\(name)") }
        for name in ["train/A/x.png", "train/B/y.png"] {
            try folder.write(Data("same".utf8), "set/\(name)")
        }
        try refused("train/A/x.png and train/B/y.png", "the same bytes")
        var options = ImportOptions()
        options.exclude = ["train/B/y.png"]
        #expect(try load(options).count == 3)
    }

    @Test(arguments: [255, 244]) func longNamesAreImported(_ count: Int) throws {
        let names = ["x", "\u{80F8}"].map { letter in
            String(repeating: letter, count: (count - 4) / letter.utf8.count) + ".png"
        }
        for name in names { try folder.touch("set/train/A/\(name)") }
        try folder.touch("set/train/B/b.png")
        #expect(try load().write())
        let set = try Dataset(root: output)
        #expect(
            Set(set.samples(.train).map(\.path))
                == Set(names.map { "train/A/\($0)" } + ["train/B/b.png"]))
    }

    @Test func linksToFoldersOutsideAreRefused() throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png", "elsewhere/c.png")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/set/train/C", withDestinationPath: "../../elsewhere")
        try refused("'train/C' is a link", "outside")
        try FileManager.default.removeItem(atPath: folder.path + "/set/train/C")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/set/train/C", withDestinationPath: "..")
        try refused("'train/C' is a link to a folder that holds it")
    }

    /// Whatever it is called, it may stand for images or for a folder of them.
    @Test(arguments: ["C", "latest.v2", "x.png"])
    func linksThatLeadNowhereAreNamed(_ name: String) throws {
        for target in ["/nowhere/at all", name] {
            try folder.touch("set/train/A/a.png", "set/train/B/b.png")
            let link = folder.path + "/set/train/\(name)"
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: target)
            try refused("'train/\(name)' is a link that leads nowhere", "--exclude")
            var options = ImportOptions()
            options.exclude = [name]
            let imported = try load(options)
            #expect(imported.count == 2)
            #expect(imported.notes == ["1 file fits --exclude, skipped: train/\(name)"])
            try FileManager.default.removeItem(atPath: link)
        }
    }

    @Test func linksThatAreLeftOutMayLeadOut() throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png", "elsewhere/c.png")
        for (name, target) in [("C", "../../elsewhere"), ("c.png", "../../elsewhere/c.png")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/set/train/\(name)", withDestinationPath: target)
        }
        var options = ImportOptions()
        options.exclude = ["C", "c.png"]
        #expect(try load(options).count == 2)
    }

    @Test(arguments: ["x.png", "x"]) func pipesAreNamed(_ name: String) throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png")
        #expect(mkfifo(folder.path + "/set/train/A/\(name)", 0o600) == 0)
        if name == "x" {
            #expect(
                try load().notes == [
                    "1 file is no regular file, or a link to such, skipped: train/A/x"
                ])
        } else {
            try refused("'train/A/x.png' is no regular file", "--exclude")
        }
    }

    /// The path without links of a folder can be longer than the system resolves.
    @Test func deepFoldersAreRead() throws {
        var path = folder.path + "/set"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        while path.utf8.count < 3980 {
            path += "/" + String(repeating: "d", count: min(200, max(1, 3979 - path.utf8.count)))
            try #require(mkdir(path, 0o777) == 0)
        }
        // By a shorter way that leads there.
        let short = folder.path + "/short"
        try #require(symlink(path, short) == 0)
        let classes = ["a", "b"].map { "\(short)/\(String(repeating: $0, count: 200))" }
        defer { for name in classes { try? FileManager.default.removeItem(atPath: name) } }
        for name in classes {
            try #require(mkdir(name, 0o777) == 0)
            try Data(name.utf8).write(to: URL(fileURLWithPath: "\(name)/1.png"))
        }
        #expect(try DatasetImport(from: short, to: output).count == 2)
    }

    @Test func theOutputMayLieInside() throws {
        for name in ["A", "B"] { try folder.touch("set/\(name)/1.png", "set/\(name)/2.png") }
        let output = folder.path + "/set/made"
        func load() throws -> DatasetImport {
            try DatasetImport(from: folder.path + "/set", to: output)
        }
        try folder.touch("set/made.partial/train/A/1.png")
        let first = try load()
        #expect(first.count == 4)
        #expect(
            first.notes == ["written by this import, and no part of its source: made.partial"])
        #expect(try first.write())
        #expect(try load().count == 4)
        #expect(try !load().write())
        // By a link too.
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: "set/made")
        let linked = try DatasetImport(from: folder.path + "/set", to: folder.path + "/link")
        #expect(linked.count == 4)
    }

    @Test(arguments: [
        ("A", "A\u{A0}"), ("A", " A"), ("A B", "A  B"), ("A B", "A\u{2003}B"), ("A", "A\u{200B}"),
        ("\u{B5}", "\u{3BC}"), ("A", "\u{FF21}"), ("A", "a"),
    ])
    func classesThatLookTheSameAreAnError(_ one: String, _ other: String) throws {
        try folder.touch("set/train/\(one)/a.png", "set/train/\(other)/b.png")
        let error = #expect(throws: ImportError.self) { try load() }
        #expect("\(try #require(error))".contains("differ in case, blanks or Unicode form alone"))
    }

    /// Another set in the place of the output, be it of the same names and sizes, stays.
    @Test func anotherSetOfTheSameNamesIsLeftAlone() throws {
        for name in ["train/A/a.png", "train/B/b.png"] { try folder.touch("set/\(name)") }
        #expect(try load().write())
        try folder.write(Data("SET/train/B/b.png".utf8), "set/train/B/b.png")
        let error = #expect(throws: ImportError.self) { try load().write() }
        #expect("\(try #require(error))".contains("1 of the 2 images are missing or differ"))
    }
}
