import Datasets
import Files
import Foundation
import Import
import JSON
import Testing
import Vocabulary

struct ImportTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var output: String { folder.path + "/out/set" }

    private static func image(_ text: String) -> Data { Data("picture \(text)".utf8) }

    /// The archive as on Kaggle: with a second copy inside the first, and files of macOS.
    private static func kaggle(_ files: [(name: String, data: Data)]) -> ZipWriter {
        var zip = ZipWriter()
        zip.add("chest_xray/", Data(), mode: 0o040755)
        for (name, data) in files {
            zip.add(
                "chest_xray/__MACOSX/chest_xray/\(name.replacingOccurrences(of: "/I", with: "/._I"))",
                Data("x".utf8))
            zip.add("chest_xray/chest_xray/\(name)", data)
            zip.add("chest_xray/\(name)", data)
        }
        zip.add("chest_xray/chest_xray/.DS_Store", Data("x".utf8))
        zip.add("chest_xray/train/.DS_Store", Data("x".utf8))
        zip.add("__MACOSX/chest_xray/train/NORMAL/._IM-1.jpeg", Data("x".utf8))
        return zip
    }

    private static let files: [(name: String, data: Data)] = ["train", "val", "test"].flatMap {
        split in
        ["NORMAL", "PNEUMONIA"].flatMap { name in
            (1...3).map { ("\(split)/\(name)/IM-\($0).jpeg", image("\(split) \(name) \($0)")) }
        }
    }

    private func write(_ zip: ZipWriter) throws -> String {
        try folder.write(zip.archive, "in/a.zip")
        return folder.path + "/in/a.zip"
    }

    private func names(_ path: String) -> [String] {
        (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).sorted()
    }

    private func inode(_ path: String) -> UInt64 {
        var information = stat()
        return stat(path, &information) == 0 ? UInt64(information.st_ino) : 0
    }

    @Test func takesAnArchiveLikeKaggles() throws {
        let path = try write(Self.kaggle(Self.files))
        let imported = try DatasetImport(from: path, to: output)
        #expect(imported.count == 18)
        #expect(
            imported.notes.contains("chest_xray/chest_xray: another copy of 18 images, skipped"))
        #expect(try imported.write())
        let set = try Dataset(root: output)
        for split in Split.allCases { #expect(set.counts(split) == [3, 3]) }
        for (name, data) in Self.files {
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(output)/\(name)")) == data)
        }
        #expect(
            names(folder.path + "/out").filter { $0.contains("partial") || $0.contains("/.") }
                .isEmpty)
        #expect(try !DatasetImport(from: path, to: output).write())
        // A folder that was unpacked manually gives the same data set.
        let again = folder.path + "/again"
        #expect(try DatasetImport(from: output, to: again).write())
        #expect(names(again) == names(output))
        let known = try #require(KnownSet(like: set) == nil ? KnownSet.chestXRay : nil)
        #expect(known.differences(of: set).first == "train/NORMAL: expected 1341 images, got 3")
    }

    @Test func goesOnWhereItEnded() throws {
        let path = try write(Self.kaggle(Self.files))
        let partial = "out/set.partial"
        try folder.write(Self.files[0].data, "\(partial)/\(Self.files[0].name)")
        try folder.write(Data("half".utf8), "\(partial)/\(Self.files[1].name)")
        try folder.touch(
            "\(partial)/train/NORMAL/.IM-2.jpeg.1a.tmp", "\(partial)/train/NORMAL/other.png")
        let before = inode("\(folder.path)/\(partial)/\(Self.files[0].name)")
        #expect(try DatasetImport(from: path, to: output).write())
        // The complete file was not written again.
        #expect(before != 0 && before == inode("\(output)/\(Self.files[0].name)"))
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: "\(output)/\(Self.files[1].name)"))
                == Self.files[1].data)
        #expect(names(output).count == 18 + 9)
    }

    @Test func whatIsThereIsLeftAlone() throws {
        let path = try write(Self.kaggle(Self.files))
        try folder.touch("out/set/train/NORMAL/mine.png")
        let error = try #require(
            #expect(throws: ImportError.self) {
                try DatasetImport(from: path, to: output).write()
            })
        #expect(
            "\(error)".contains(
                "18 of the 18 images are missing or differ, 1 images do not belong to it"))
        #expect(names(output) == ["train", "train/NORMAL", "train/NORMAL/mine.png"])
    }

    @Test(arguments: [
        ("../evil.jpeg", "leaves its folder"), ("set/../../evil.jpeg", "leaves its folder"),
        ("/tmp/evil.jpeg", "absolute path"), ("C:/evil.jpeg", "absolute path"),
        (#"train\..\..\evil.jpeg"#, "leaves its folder"), ("train/A/./x.jpeg", "leaves its folder"),
        ("train//x.jpeg", "empty part"),
        ("__MACOSX/../../evil", "leaves its folder"),
        ("train/A/\(String(repeating: "x", count: 300)).jpeg", "too long"),
    ])
    func namesThatLeaveTheFolderAreRefused(_ name: String, _ reason: String) throws {
        var zip = Self.kaggle(Self.files)
        zip.add(name, Self.image("evil"))
        try refused(zip, reason)
    }

    @Test func linksAndOtherTypesAreRefused() throws {
        for (mode, reason) in [
            (UInt32(0o120777), "is a link"), (0o010644, "neither a file nor a folder"),
        ] {
            var zip = Self.kaggle(Self.files)
            zip.add("chest_xray/train/NORMAL/IM-9.jpeg", Data("/etc/passwd".utf8), mode: mode)
            try refused(zip, reason)
        }
        try folder.write(Self.image("a"), "links/train/A/a.png")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/links/train/A/b.png", withDestinationPath: "/etc/passwd")
        let error = #expect(throws: ImportError.self) {
            try DatasetImport(from: folder.path + "/links", to: output)
        }
        #expect("\(try #require(error))".contains("'train/A/b.png' is a link"))
    }

    @Test func bombsAreRefused() throws {
        let name = "chest_xray/train/NORMAL/IM-9.jpeg"
        var large = Self.kaggle(Self.files)
        large.add(name, Data(count: 100), method: 8, size: 600_000_000)
        try refused(large, "has 600 MB when unpacked")
        var dense = Self.kaggle(Self.files)
        dense.add(name, Data(count: 100), method: 8, size: 30_000_000)
        try refused(dense, "unpacks to 300000 times its size")
        var twice = Self.kaggle(Self.files)
        twice.add(Self.files[0].name, Self.image("1"))
        twice.add(Self.files[0].name, Self.image("2"))
        try refused(twice, "occurs twice")
        // A deflated block of five bytes whose header says three: more bytes than expected.
        var lying = ZipWriter()
        lying.add(
            "train/A/a.png", Data([1, 5, 0, 250, 255] + "hello".utf8), method: 8, size: 3,
            checksum: 1)
        lying.add("train/B/b.png", Self.image("b"))
        try refused(lying, "damaged")
        var damaged = ZipWriter()
        damaged.add("train/A/a.png", Self.image("a"), checksum: 1)
        damaged.add("train/B/b.png", Self.image("b"))
        try refused(damaged, "damaged")
    }

    /// Names are bytes: files can differ in case or in the Unicode form of a letter only.
    @Test(arguments: [
        ("IM-1.jpeg", "im-1.JPEG"), ("\u{E9}.png", "e\u{301}.png"), ("a\nb.png", "a\tb.png"),
    ])
    func namesAreBytes(_ one: String, _ other: String) throws {
        for flags in [UInt16(0), 1 << 11] {
            var zip = Self.kaggle(Self.files.filter { !$0.name.hasSuffix("NORMAL/IM-1.jpeg") })
            for name in [one, other] {
                zip.add(
                    "chest_xray/train/NORMAL/\(name)", Data("\(flags)\(name)".utf8), flags: flags)
            }
            let output = folder.path + "/out/\(flags)"
            let imported = try DatasetImport(from: try write(zip), to: output)
            #expect(try imported.write())
            for name in [one, other] {
                let path = "\(output)/train/NORMAL/\(name)"
                #expect(FileManager.default.contents(atPath: path) == Data("\(flags)\(name)".utf8))
            }
        }
    }

    @Test func sameNamesOfOtherBytesInOneFolderAreRefused() throws {
        var zip = ZipWriter()
        for (name, data) in Self.files { zip.add(name, data) }
        zip.add("Training/NORMAL/IM-1.jpeg", Self.image("other"))
        try refused(zip, "'Training', 'train' are in the same folder and both mean train")
    }

    @Test(arguments: ["normal", "NORMAL\u{301}", "S\u{E9}"])
    func classesThatDifferInCaseOrFormAloneAreRefused(_ name: String) throws {
        var zip = ZipWriter()
        for (name, data) in Self.files { zip.add(name, data) }
        zip.add("train/\(name)/x.jpeg", Self.image("x"))
        if name != "normal" {
            zip.add("train/\(name.decomposedStringWithCanonicalMapping)/y.jpeg", Self.image("y"))
            zip.add("train/\(name.precomposedStringWithCanonicalMapping)/z.jpeg", Self.image("z"))
        }
        if name != "NORMAL\u{301}" {
            try refused(zip, "differ only in case, white space or Unicode form")
        }
    }

    @Test func truncatedArchivesAreRefused() throws {
        let archive = Self.kaggle(Self.files).archive
        for count in [3, 100, archive.count / 2, archive.count - 10, archive.count - 1] {
            try folder.write(archive.prefix(count), "in/a.zip")
            let path = folder.path + "/in/a.zip"
            let error = #expect(throws: ImportError.self) {
                try DatasetImport(from: path, to: output).write()
            }
            #expect("\(try #require(error))".contains("check that the zip archive is complete"))
        }
        #expect(names(folder.path + "/out").isEmpty)
    }

    private func refused(_ zip: ZipWriter, _ reason: String) throws {
        let path = try write(zip)
        let output = output
        let error = #expect(throws: ImportError.self) {
            try DatasetImport(from: path, to: output).write()
        }
        let message = "\(try #require(error))"
        #expect(message.contains(reason))
        let all = names(folder.path).filter { !$0.hasPrefix("out/set.partial") && $0 != "out" }
        #expect(all.filter { !$0.hasPrefix("links") } == ["in", "in/a.zip"])
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test func foldersOfClassesBecomeATrainingSplit() throws {
        try folder.touch("mine/cats/a.png", "mine/dogs/b.JPG", "mine/dogs/notes.txt")
        let imported = try DatasetImport(from: folder.path + "/mine", to: output)
        #expect(imported.notes == ["1 file is not an image, skipped: dogs/notes.txt"])
        #expect(try imported.write())
        #expect(
            try Dataset(root: output).samples(.train).map(\.path) == [
                "train/cats/a.png", "train/dogs/b.JPG",
            ])
        let empty = try TemporaryFolder()
        #expect(throws: ImportError.noImages(empty.path, files: [])) {
            try DatasetImport(from: empty.path, to: output)
        }
    }

    @Test func aCSVFileSaysClassesSplitsAndGroups() throws {
        try folder.touch("mine/p1/a.png", "mine/p1/b.png", "mine/p2/a.png", "mine/p3/a.png")
        func write(_ text: String) throws -> String {
            try folder.write(Data(text.utf8), "mine/labels.csv")
            return folder.path + "/mine/labels.csv"
        }
        let path = try write(
            "file,label,split,group\np1/a.png,A,train,one\np1/b.png,B,val,one\np2/a.png,B,train,two\np3/a.png,A,,\n"
        )
        #expect(try DatasetImport(from: path, to: output).write())
        let set = try Dataset(root: output)
        #expect(
            set.samples(.train).map(\.path)
                == ["train/A/one__p1_a.png", "train/B/two__p2_a.png"].sorted())
        #expect(set.groupPattern?.name == "imported")
        #expect(ImportMark.hasGroups(FilePath(output)))
        #expect(Leakage(set).groups.map(\.name) == ["one"])
        for (text, message) in [
            (
                "file,label\n../x.png,A\n",
                "'../x.png' leaves its folder; put the table into a folder that contains the images too"
            ),
            (
                "file,label\nno.png,A\n",
                "1 row without a file or label: line 2: 'no.png'; correct the table, or skip these rows with --missing skip"
            ),
            (
                "file,label\np1/a.png,../A\n",
                "column 'label': '../A' cannot be the name of a folder"
            ),
            (
                "file,label\nlabels.csv,A\n",
                "'labels.csv' is not a .jpeg, .jpg, .png, .tif, .tiff, .bmp, .webp, .dcm, .dicom or .dic image; exclude it "
                    + "with --exclude PATTERN"
            ),
        ] {
            let path = try write(text)
            let error = #expect(throws: TableError.self) {
                try DatasetImport(from: path, to: output)
            }
            #expect("\(try #require(error))".hasSuffix("labels.csv:2: \(message)"))
        }
    }
}

private let chestXRay = ProcessInfo.processInfo.environment["STUDY_CHEST_XRAY"]

@Test(.enabled(if: chestXRay != nil, "STUDY_CHEST_XRAY is not set"))
func theRealSetIsImportedWhole() throws {
    let root = try #require(chestXRay)
    let set = try Dataset(root: root)
    var zip = ZipWriter()
    for split in set.splits {
        for sample in set.samples(split) {
            let data = try Data(contentsOf: URL(fileURLWithPath: set.path(sample).text))
            zip.add("chest_xray/chest_xray/\(sample.path)", data)
            zip.add("chest_xray/\(sample.path)", data)
            let hidden = sample.path.split(separator: "/").dropLast().joined(separator: "/")
            zip.add(
                "chest_xray/__MACOSX/\(hidden)/._\(sample.path.split(separator: "/").last ?? "")",
                Data("x".utf8))
        }
        zip.add("chest_xray/\(split.rawValue)/.DS_Store", Data("x".utf8))
    }
    let folder = try TemporaryFolder()
    try folder.write(zip.archive, "archive.zip")
    let imported = try DatasetImport(
        from: folder.path + "/archive.zip", to: folder.path + "/chest_xray")
    #expect(imported.count == 5856)
    #expect(try imported.write())
    let copy = try Dataset(root: folder.path + "/chest_xray")
    #expect(copy.splits.map { copy.samples($0).count } == [5216, 16, 624])
    #expect(try #require(KnownSet(like: copy)).differences(of: copy).isEmpty)
    #expect(
        copy.fingerprint(cacheFolder: folder.cache)
            == set.fingerprint(cacheFolder: folder.cache))
}
