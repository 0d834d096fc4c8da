import Datasets
import Foundation
import Import
import JSON
import Testing
import TestSupport

/// Imports of archives in formats other than zip, and of archives that other systems write.
struct ArchiveImportTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var output: String { folder.path + "/out/set" }

    private static let names = ["train/A/1.png", "train/A/2.png", "train/B/1.png", "test/B/3.png"]

    private static func tar() -> TarWriter {
        var tar = TarWriter()
        tar.add("./", type: "5")
        tar.add("./set/", type: "5")
        for name in names { tar.add("./set/\(name)", Data("tar \(name)".utf8)) }
        return tar
    }

    private func load(_ data: Data, _ name: String = "archive") throws -> DatasetImport {
        try folder.write(data, "in/\(name)")
        return try DatasetImport(from: "\(folder.path)/in/\(name)", to: output)
    }

    private func refused(
        _ data: Data, _ reason: String, _ location: SourceLocation = #_sourceLocation
    )
        throws
    {
        let error = #expect(throws: ImportError.self, sourceLocation: location) {
            try load(data).write()
        }
        let message = "\(try #require(error, sourceLocation: location))"
        #expect(message.contains(reason), "\(message)", sourceLocation: location)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
    }

    private func expectAll() throws {
        for name in Self.names {
            let data = FileManager.default.contents(atPath: "\(output)/\(name)")
            #expect(data == Data("tar \(name)".utf8))
        }
    }

    private static let programs = ["cat", "gzip", "bzip2", "xz", "zstd", "lzma"]

    /// The detection of the format does not depend on the name.
    @Test(arguments: programs.filter(ExternalProgram.isInstalled))
    func tarArchivesAreRead(_ program: String) throws {
        let data = try #require(try filtered(Self.tar().archive, by: program))
        let imported = try load(data, "archive.zip")
        #expect(imported.count == 4)
        #expect(try imported.write())
        try expectAll()
        #expect(try !load(data).write())
        // A stream that is truncated or changed in its middle never gives a data set.
        for count in [data.count / 3, data.count - 9] where program != "cat" {
            #expect(throws: ImportError.self) { try load(data.prefix(count)) }
        }
    }

    /// An archive of three files, made by libarchive. Names in 7z are text, so accents are
    /// composed.
    @Test func sevenZipArchivesAreRead() throws {
        let text =
            "N3q8ryccAAMrTI1zhgAAAAAAAAAhAAAAAAAAAM/x8isAN5uI1KrpZvbJDRxys1sB//5DMAAAAIEzB64Pz0tvjAfIQ4CDgVv/rHbPeD8OahwB"
            + "sToXWS2dfg0fL3A4YcL/7YVBxXoc3r0wjpqPUqr8SXyZQZhwr1M1zdC1dcvUKo24jmkXyEi9qUfltIxdEPe7ibKoV5bF0uw0GxXbNHWXHz//"
            + "wnpAABcGFQEJcQAHCwEAASMDAQEFXQAAgAAMgJsKAeN1MpUAAA=="
        let data = try #require(Data(base64Encoded: text))
        for position in [0, 33, 45, 100, 170, data.count - 1] where position > 5 {
            var damaged = data
            damaged[position] ^= 0x55
            #expect(throws: ImportError.self, "byte \(position)") { try load(damaged) }
        }
        #expect(throws: ImportError.self) { try load(data.dropLast(3)) }
        #expect(try load(data).write())
        let files = try BytesInFolders.files(in: output)
        #expect(
            files == [
                Array("train/A/\u{E9}.png".utf8): Data("one".utf8),
                Array("train/B/b.png".utf8): Data("two".utf8),
                Array("test/B/c.png".utf8): Data("three".utf8),
            ])
    }

    @Test func everyDamagedByteOfAGzipArchiveIsSeen() throws {
        let data = try #require(try filtered(Self.tar().archive, by: "gzip"))
        for position in stride(from: 10, to: data.count, by: 7) {
            var damaged = data
            damaged[position] ^= 0x10
            #expect(throws: ImportError.self, "byte \(position)") { try load(damaged) }
        }
        // Two parts in sequence with zeros after them, as on tapes.
        let (half, parts) = (Self.tar().archive.count / 2, Self.tar().archive)
        let first = try #require(try filtered(parts.prefix(half), by: "gzip"))
        let second = try #require(try filtered(parts.dropFirst(half), by: "gzip"))
        #expect(try load(first + second + Data(count: 3000)).count == 4)
        try refused(first + second + Data("x".utf8), "not gzip data")
    }

    @Test func tarArchivesWithoutTheirEndAreRefused() throws {
        try refused(Self.tar().bytes, "its end is missing")
        try refused(Self.tar().bytes.dropLast(100), "is damaged (Truncated")
        var damaged = Self.tar().archive
        damaged[1024 + 3] ^= 1
        try refused(damaged, "cannot be read")
    }

    @Test(arguments: [
        ("/tmp/x.png", "absolute path"), ("set/../../x.png", "leaves its folder"),
        ("set/train/..", "leaves its folder"), (#"..\..\x.png"#, "leaves its folder"),
    ])
    func tarNamesThatLeaveAreRefused(_ name: String, _ reason: String) throws {
        var tar = Self.tar()
        tar.add(name, Data("x".utf8))
        try refused(tar.archive, reason)
    }

    @Test func linksInArchivesLeadToTheirImages() throws {
        var tar = Self.tar()
        tar.add(
            Array("set/train/A/hard.png".utf8), type: "1", link: Array("set/train/A/1.png".utf8))
        tar.add(Array("set/train/A/soft.png".utf8), type: "2", link: Array("../A/2.png".utf8))
        let imported = try load(tar.archive)
        #expect(imported.count == 6)
        #expect(try imported.write())
        try expectAll()
        for (name, text) in [("hard", "1"), ("soft", "2")] {
            let data = FileManager.default.contents(atPath: "\(output)/train/A/\(name).png")
            #expect(data == Data("tar train/A/\(text).png".utf8))
        }
    }

    @Test func linksThatLeaveAndDevicesAreRefused() throws {
        for (link, reason) in [
            ("/etc/passwd", "outside"), ("../../../../x.png", "outside"),
            ("missing.png", "not an image of the archive"),
            ("l.png", "not an image of the archive"),
        ] {
            var tar = Self.tar()
            tar.add(Array("set/train/A/l.png".utf8), type: "2", link: Array(link.utf8))
            try refused(tar.archive, reason)
        }
        var device = Self.tar()
        device.add("set/train/A/d.png", type: "3")
        try refused(device.archive, "neither a file nor a folder")
        // An image behind a link to a folder is not written anywhere.
        var through = Self.tar()
        through.add(Array("set/train/C".utf8), type: "2", link: Array("/tmp".utf8))
        through.add("set/train/C/evil.png", Data("evil".utf8))
        try refused(through.archive, "outside")
    }

    /// An image in a linked folder would be missing.
    @Test(arguments: [
        ("val", "test"), ("train/C", "../.pool/C"), ("latest", "set"), ("train/C", "../train/B/"),
        ("here", "."), ("train/C", "../none"), ("notes", "nothing.txt"), ("val", "val"),
    ])
    func linksToFoldersAndToNothingAreRefused(_ name: String, _ target: String) throws {
        for hasFolders in [false, true] {
            var (zip, tar) = (ZipWriter(), TarWriter())
            for path in ["set/", "set/test/", "set/train/", "set/train/B/"] where hasFolders {
                zip.add(path, Data(), mode: 0o040755)
                tar.add(path, type: "5")
            }
            for path in Self.names + [".pool/C/9.png"] {
                zip.add("set/\(path)", Data("tar \(path)".utf8))
                tar.add("set/\(path)", Data("tar \(path)".utf8))
            }
            let link = name == "latest" ? name : "set/\(name)"
            zip.add(link, Data(target.utf8), mode: 0o120777)
            tar.add(Array(link.utf8), type: "2", link: Array(target.utf8))
            let leadsNowhere = ["../none", "nothing.txt", "val"].contains(target)
            for data in [zip.archive, tar.archive] {
                try refused(data, leadsNowhere ? "not a file of the archive" : "which is a folder")
                try refused(data, "unpack the archive and import the folder")
                try folder.write(data, "in/archive")
                var options = ImportOptions()
                options.exclude = [name.split(separator: "/").last.map(String.init) ?? name]
                let imported = try DatasetImport(
                    from: "\(folder.path)/in/archive", to: output, options)
                #expect(imported.count == 4)
                #expect(imported.notes.contains("1 file matches --exclude, skipped: \(link)"))
            }
        }
    }

    /// A link to an image is an image, whatever its name is.
    @Test func linksToImagesUnderOtherNamesAreNamed() throws {
        var tar = Self.tar()
        tar.add(Array("set/train/A/latest".utf8), type: "2", link: Array("1.png".utf8))
        try refused(tar.archive, "unsupported image format")
    }

    @Test func largeEntriesAreRefusedInTime() throws {
        var tar = Self.tar()
        tar.add(Array("set/train/A/l.png".utf8), Data("x".utf8), size: 600_000_000)
        try refused(tar.bytes, "600 MB")
        var zeros = Self.tar()
        zeros.add("set/train/A/l.png", Data(count: 60_000_000))
        try refused(
            try #require(try filtered(zeros.archive, by: "gzip")), "times that of the archive")
    }

    @Test func otherFilesAreToldApart() throws {
        try refused(
            Data([0x52, 0x61, 0x72, 0x21, 0x1A, 7, 0, 0, 1, 2]),
            "is not a folder, a zip, tar or 7z archive")
        try refused(try #require(try filtered(Data("text".utf8), by: "gzip")), "cannot be read")
        var workbook = ZipWriter()
        workbook.add("xl/workbook.xml", Data("x".utf8))
        try refused(workbook.archive, "save the sheet as CSV")
    }

    private static func windows(_ system: UInt16) -> ZipWriter {
        var zip = ZipWriter()
        zip.add(#"set\train\"#, Data(), system: system)
        for name in names {
            zip.add(
                "set\\" + name.replacingOccurrences(of: "/", with: "\\"),
                Data("tar \(name)".utf8), system: system)
        }
        return zip
    }

    @Test(arguments: [UInt16(0), 3, 10]) func backslashesOfWindowsSeparateFolders(_ system: UInt16)
        throws
    {
        #expect(try load(Self.windows(system).archive).write())
        try expectAll()
        for name in [#"..\..\escaped.png"#, #"\train\A\x.png"#, #"C:\A\x.png"#] {
            var zip = Self.windows(system)
            zip.add(name, Data("evil".utf8), system: system)
            #expect(throws: ImportError.self) { try load(zip.archive) }
        }
    }

    /// On Unix a backslash is an ordinary character.
    @Test func backslashesOfUnixArePartOfNames() throws {
        var zip = ZipWriter()
        for name in Self.names { zip.add(name, Data("tar \(name)".utf8)) }
        zip.add(#"train/A/x\y.png"#, Data("backslash".utf8))
        #expect(try load(zip.archive).write())
        try expectAll()
        #expect(FileManager.default.fileExists(atPath: output + #"/train/A/x\y.png"#))
    }

    /// The names of the classes must be text.
    @Test func classesThatAreNoTextAreRefused() throws {
        var zip = ZipWriter()
        zip.add("train/A/a.png", Data("a".utf8))
        zip.add(bytes: Array("train/".utf8) + [0xE9] + Array("/b.png".utf8), Data("b".utf8))
        try refused(zip.archive, #"the class '\xE9' has a name that is not UTF-8"#)
    }

    @Test func encryptedArchivesAreNamed() throws {
        var zip = ZipWriter()
        for name in Self.names { zip.add(name, Data("tar \(name)".utf8), flags: 1) }
        try refused(zip.archive, "is encrypted")
    }

    /// Names in zip and tar are arbitrary bytes.
    @Test(arguments: ["latin \u{FFFF}", "\u{E9}", "e\u{301}", "\u{301}x", "胸"])
    func namesKeepTheirBytes(_ text: String) throws {
        let name = Array(text.utf8).flatMap { $0 == 0xEF ? [0xE9 as UInt8] : [$0] }
        let path = Array("train/A/".utf8) + name + Array(".png".utf8)
        for kind in ["zip", "zip in UTF-8", "tar"] {
            var (tar, zip) = (TarWriter(), ZipWriter())
            for (name, data) in [
                (path, Data("one".utf8)), (Array("train/B/b.png".utf8), Data("two".utf8)),
            ] {
                tar.add(name, data)
                zip.add(bytes: name, data, flags: kind == "zip in UTF-8" ? 1 << 11 : 0)
            }
            try? FileManager.default.removeItem(atPath: folder.path + "/out")
            #expect(try load(kind == "tar" ? tar.archive : zip.archive).write())
            let written = try BytesInFolders.files(in: output)
            #expect(written[path] == Data("one".utf8), "\(kind)")
        }
    }
}
