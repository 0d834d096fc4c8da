import Files
import Foundation
import Images
import Testing
import Vocabulary

import Datasets

/// Archives that are damaged, harmful or of a form that is not read.
@Suite struct ArchiveDamageTests {
    private let folder: TemporaryFolder
    private let files: [(name: String, data: Data)]

    init() throws {
        folder = try TemporaryFolder()
        try folder.writeSet(perClass: 2)
        files = try folder.files(in: "set")
    }

    /// The reason why the archive cannot be read as a data set.
    private func reason(_ name: String) -> String {
        do {
            _ = try Dataset(root: "\(folder.path)/\(name)")
            return "none"
        } catch let error as FileError {
            return error.reason
        } catch {
            return "\(error)"
        }
    }

    /// The skipped images of the training split with their reasons.
    private func skipped(_ name: String) throws -> [String] {
        try DecodedSplit(
            Dataset(root: "\(folder.path)/\(name)"), .train,
            transform: EvaluationTransform(resize: 12, crop: 10), onBadImage: .skip,
            cacheFolder: folder.cache
        ).skipped.map { "\($0.path): \($0.reason)" }
    }

    @Test func entriesThatCannotBeRead() throws {
        var zip = ZipWriter()
        for (number, file) in files.enumerated() {
            switch number {
            case 0: zip.add(file.name, file.data, flags: 1)
            case 2: zip.add(file.name, file.data, checksum: 7)
            default: zip.add(file.name, file.data)
            }
        }
        zip.add("train/A/2.jpeg", files[0].data, method: 12)
        zip.add("train/A/3.jpeg", files[0].data, method: 8)
        zip.add("train/A/4.jpeg", Data("2.jpeg".utf8), mode: 0o120777)
        try folder.write(zip.archive, "set.zip")
        let damage = "the archive is damaged; make or download it again"
        #expect(
            try skipped("set.zip") == [
                "train/A/0.jpeg: cannot be read: it is encrypted; unpack the archive",
                "train/A/2.jpeg: cannot be read: it is compressed by zip's method 12, and only deflate (8) is "
                    + "supported; unpack the archive",
                "train/A/3.jpeg: cannot be read: its compressed data are damaged; \(damage)",
                "train/A/4.jpeg: cannot be read: it is a link, and links in archives are not followed; unpack the "
                    + "archive",
                "train/B/0.jpeg: cannot be read: its checksum in the archive differs; \(damage)",
            ])
        #expect {
            try DecodedSplit(
                Dataset(root: "\(folder.path)/set.zip"), .train,
                transform: EvaluationTransform(resize: 12, crop: 10), cacheFolder: folder.cache)
        } throws: { error in
            guard case DatasetError.badImages(let bad)? = error as? DatasetError else {
                return false
            }
            return bad.count == 5
        }
    }

    @Test func truncatedArchives() throws {
        for form in ArchiveForm.allCases {
            try folder.writeArchive("whole", form, files)
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/whole"))
            let name = "\(form)\(form.suffix)"
            for count in [data.count / 2, data.count - (form == .tar ? 1024 : 10), 700] {
                try folder.write(data.prefix(count), name)
                let text = reason(name)
                #expect(
                    text.contains("truncated") || text.contains("directory of the archive"),
                    "\(name) of \(count) bytes: \(text)")
            }
        }
    }

    @Test func emptyArchives() throws {
        try folder.write(Data(), "empty.zip")
        #expect(reason("empty.zip") == "it is empty")
        try folder.writeArchive("none.zip", .stored, [])
        try folder.writeArchive("none.tar", .tar, [])
        for name in ["none.zip", "none.tar"] {
            #expect(reason(name).contains("has no folder 'train'"), "\(reason(name))")
        }
    }

    @Test func compressedArchives() throws {
        try folder.writeArchive("set.tar", .tar, files)
        let tar = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/set.tar"))
        let packed = try #require(try filtered(tar, by: "gzip"))
        for name in ["set.tar.gz", "set.tgz", "other.tar"] {
            try folder.write(packed, name)
            #expect(
                reason(name) == "it is compressed as a whole, so its files cannot be read one by "
                    + "one; unpack it, or make a .tar of it with 'gunzip \(name)'")
        }
        try folder.touch("set.7z")
        #expect(reason("set.7z").hasPrefix("it is not a zip or tar archive"))
    }

    @Test(arguments: [
        ("../a.jpeg", "has a path that leaves its folder"), ("/a.jpeg", "has an absolute path"),
        ("train/./a.jpeg", "has a path that leaves its folder"),
        ("train//a.jpeg", "has an empty part in its path"), ("train/A/0.jpeg", "occurs twice"),
    ])
    func harmfulNames(_ name: String, _ expected: String) throws {
        for form in [ArchiveForm.stored, .tar] {
            let archive = "\(form)\(form.suffix)"
            try folder.writeArchive(archive, form, files + [(name, files[0].data)])
            #expect(reason(archive) == "its entry '\(name)' \(expected)")
        }
    }

    @Test func fileAndFolderOfOneName() throws {
        try folder.writeArchive("set.zip", .stored, files + [("train/A", Data("x".utf8))])
        #expect(reason("set.zip") == "its entry 'train/A' is a file and also a folder")
    }

    /// Names that differ only in case are two files, as in a folder.
    @Test func caseTwins() throws {
        try folder.writeArchive("set.zip", .stored, files + [("train/A/0.JPEG", files[1].data)])
        let set = try Dataset(root: "\(folder.path)/set.zip")
        #expect(
            set.samples(.train).map(\.path).prefix(3)
                == ["train/A/0.JPEG", "train/A/0.jpeg", "train/A/1.jpeg"])
    }

    @Test func linksAndSparseFilesInTar() throws {
        var tar = TarWriter()
        for file in files { tar.add(file.name, file.data) }
        tar.add(Array("train/A/2.jpeg".utf8), type: "1", link: Array("train/A/0.jpeg".utf8))
        tar.add(Array("train/A/3.jpeg".utf8), files[0].data, type: "S")
        try folder.write(tar.archive, "set.tar")
        #expect(
            try skipped("set.tar") == [
                "train/A/2.jpeg: cannot be read: it is a link, and links in archives are not followed; unpack the "
                    + "archive",
                "train/A/3.jpeg: cannot be read: it is a sparse file; unpack the archive",
            ])
    }

    /// Long names of GNU tar and pax, `./` before names, and entries of folders.
    @Test func formsOfTar() throws {
        for options in ["--format=gnu", "--format=pax", "--format=ustar"] {
            let work = try TemporaryFolder()
            try work.writeSet(perClass: 2)
            // In ustar, 100 bytes are for the last part of a path.
            let long = String(repeating: "n", count: options == "--format=ustar" ? 92 : 150)
            try work.writeImage("set/train/A/\(long).jpeg", tone: 3)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/tar")
            process.arguments = [options, "-cf", "\(work.path)/set.tar", "-C", "\(work.path)/set"]
            process.arguments?.append(".")
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            let set = try Dataset(root: "\(work.path)/set.tar")
            let original = try work.dataset
            #expect(set.samples(.train) == original.samples(.train))
            #expect(
                set.fingerprint(cacheFolder: work.cache)
                    == original.fingerprint(cacheFolder: work.cache))
        }
    }

    /// An archive in an archive is named, and no folder.
    @Test func archiveInAnArchive() throws {
        try folder.writeArchive("train.zip", .stored, folder.files(in: "set/train"))
        let inner = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/train.zip"))
        try folder.writeArchive("set.zip", .stored, [("train.zip", inner)])
        #expect(reason("set.zip") == "it is an archive in an archive; unpack the outer one")
    }

    /// A large index: every image is found, and memory stays small.
    @Test func manyEntries() throws {
        var tar = TarWriter()
        for number in 0..<20_000 {
            tar.add("train/\(number % 2 == 0 ? "A" : "B")/\(number).jpeg", Data([1]))
        }
        try folder.write(tar.archive, "many.tar")
        let set = try Dataset(root: "\(folder.path)/many.tar")
        #expect(set.samples(.train).count == 20_000)
        let path = set.path(set.samples(.train)[12_345])
        #expect(try OpenFile(path: path).contents() == [1])
    }
}
