import Datasets
import Foundation
import Import
import TestSupport
import Testing
import Vocabulary

/// The files in folder trees: none is skipped without a note.
struct TreeFileTests: TreeImporting {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: ["x.jp2", "x.IMA", "x.nii.gz"]) func imagesOfOtherFormatsAreNamed(
        _ name: String
    ) throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png", "set/train/B/\(name)")
        try refused("unsupported image format", "train/B/\(name)")
    }

    @Test(arguments: [
        "x.avif", "x.heif", "x.svs", "x.npy", "x.apng", "x.j2k", "x.JXL", "x.tga", "x.exr", "x.jpf",
        "x.NII.GZ", "x.tif.gz", "x.psd", "x.ico",
    ])
    func imagesOfRareFormatsAreNamed(_ name: String) throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png", "set/train/B/\(name)")
        try refused("unsupported image format", "train/B/\(name)", "--exclude '*.")
        var options = ImportOptions()
        options.exclude = ["*\(name.dropFirst())"]
        #expect(try load(options).count == 2)
    }

    /// Names and first bytes of files: first as numbers, then as text.
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

    /// The source is a folder, a zip or a tar archive.
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
        try refused(
            "1 file with an unsupported image format", "train/B/\(name)", "--exclude '\(name)'")
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
                "2 folders are hidden or were left by systems, skipped with the 2 files in them: "
                    + "__MACOSX, train/A/@eaDir",
                "2 files are hidden or were left by systems, skipped: .DS_Store, train/B/._b.png",
                "1 file is not an image, skipped: README.md",
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
        try folder.touch("set/train/\(name)/c.png", "set/\(name)/x/y.dcm")
        let imported = try load()
        #expect(imported.count == 2)
        #expect(
            imported.notes == [
                "2 folders are hidden or were left by systems, skipped with the 2 files in them: "
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
            packed.notes == [
                "1 file is hidden or was left by a system, skipped: train/\(name)/c.png"
            ])
    }

    /// A file whose name begins like that of a system folder is an ordinary image.
    @Test func filesMayBeginAsFoldersOfSystemsDo() throws {
        try folder.touch("set/train/A/#1.png", "set/train/A/~2.png", "set/train/B/@3.png")
        #expect(try load().count == 3)
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
        try refused("'train/C' is a link to a folder that contains it")
    }

    /// The link can stand for images or a folder of images, whatever its name is.
    @Test(arguments: ["C", "latest.v2", "x.png"])
    func linksThatLeadNowhereAreNamed(_ name: String) throws {
        for target in ["/nowhere/at all", name] {
            try folder.touch("set/train/A/a.png", "set/train/B/b.png")
            let link = folder.path + "/set/train/\(name)"
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: target)
            try refused("'train/\(name)' is a broken link", "--exclude")
            var options = ImportOptions()
            options.exclude = [name]
            let imported = try load(options)
            #expect(imported.count == 2)
            #expect(imported.notes == ["1 file matches --exclude, skipped: train/\(name)"])
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
                    "1 file is not a regular file or a link to one, skipped: train/A/x"
                ])
        } else {
            try refused("'train/A/x.png' is not a regular file", "--exclude")
        }
    }

    /// The path of a folder without links can be longer than the system can resolve.
    @Test func deepFoldersAreRead() throws {
        var path = folder.path + "/set"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        while path.utf8.count < 3980 {
            path += "/" + String(repeating: "d", count: min(200, max(1, 3979 - path.utf8.count)))
            try #require(mkdir(path, 0o777) == 0)
        }
        // A shorter path to the same folder.
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
            first.notes == [
                "written by this import and therefore not part of the source: made.partial"
            ])
        #expect(try first.write())
        #expect(try load().count == 4)
        #expect(try !load().write())
        // The same through a link.
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: "set/made")
        let linked = try DatasetImport(from: folder.path + "/set", to: folder.path + "/link")
        #expect(linked.count == 4)
    }

    /// A different data set at the output is kept, even if its names and sizes are the same.
    @Test func anotherSetOfTheSameNamesIsLeftAlone() throws {
        for name in ["train/A/a.png", "train/B/b.png"] { try folder.touch("set/\(name)") }
        #expect(try load().write())
        try folder.write(Data("SET/train/B/b.png".utf8), "set/train/B/b.png")
        let error = #expect(throws: ImportError.self) { try load().write() }
        #expect("\(try #require(error))".contains("1 of the 2 images are missing or differ"))
    }
}
