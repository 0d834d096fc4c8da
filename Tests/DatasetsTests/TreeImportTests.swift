import Datasets
import Foundation
import TestSupport
import Testing

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
    ])
    func noClassIsInvented(_ names: [String]) throws {
        for name in names { try folder.touch("set/\(name)") }
        try refused("so no folder says which class an image has", "A table can", "--image")
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

    @Test func filesOfSystemsAreCounted() throws {
        try folder.touch(
            "set/train/A/a.png", "set/train/B/b.png", "set/train/B/._b.png", "set/.DS_Store",
            "set/README.md")
        try folder.touch("set/train/A/@eaDir/a.png", "set/__MACOSX/train/A/._a.png")
        let notes = try load().notes
        #expect(notes.count == 2)
        #expect(notes[0].hasPrefix("2 files are hidden or left by systems, skipped"))
        #expect(notes[1] == "1 file is no image, skipped: README.md")
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
        #expect(imported.notes.count == 2)
        #expect(imported.notes[1].contains("6 images share their names"))
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

    /// Another set in the place of the output, be it of the same names and sizes, stays.
    @Test func anotherSetOfTheSameNamesIsLeftAlone() throws {
        for name in ["train/A/a.png", "train/B/b.png"] { try folder.touch("set/\(name)") }
        #expect(try load().write())
        try folder.write(Data("SET/train/B/b.png".utf8), "set/train/B/b.png")
        let error = #expect(throws: ImportError.self) { try load().write() }
        #expect("\(try #require(error))".contains("1 of the 2 images are missing or differ"))
    }
}
