import Datasets
import Files
import Foundation
import Images
import Testing
import Vocabulary

/// Everything in the folder of a data set is read, or counted and reported; nothing is entered
/// twice, and no split or class is lost.
struct ScanTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.touch("set/train/A/a.png", "set/train/B/b.png")
    }

    private var root: String { folder.path + "/set" }

    private func link(_ name: String, to target: String) {
        #expect(symlink(target, "\(root)/\(name)") == 0)
    }

    /// Removes a link or a file.
    private func remove(_ name: String) { #expect(unlink("\(root)/\(name)") == 0) }

    private func failure() throws -> String {
        let path = root
        let error = try #require(#expect(throws: DatasetError.self) { try Dataset(root: path) })
        return error.description.replacingOccurrences(of: root, with: "ROOT")
    }

    private func counts(_ groups: [UnreadFiles.Group]) -> [String: Int] {
        Dictionary(
            groups.map { ("\($0.folder): \($0.category)", $0.count) }, uniquingKeysWith: { $0 + $1 }
        )
    }

    // MARK: Splits and classes that cannot be examined

    @Test(arguments: ["train", "val", "test"]) func aSplitThatIsNoFolderIsNamed(split: String)
        throws
    {
        try? FileManager.default.removeItem(atPath: "\(root)/\(split)")
        link(split, to: "/mnt/gone")
        #expect(
            try failure().hasPrefix(
                "ROOT/\(split): expected a folder, but it is a link to '/mnt/gone', which does not exist"
            ))
        remove(split)
        link(split, to: split)
        #expect(try failure().contains("it is a link to '\(split)', Too many levels"))
        remove(split)
        try folder.touch("set/\(split)")
        #expect(try failure().hasPrefix("ROOT/\(split): expected a folder, but"))
    }

    @Test func aLinkToASplitIsFollowed() throws {
        try folder.touch("elsewhere/A/x.png", "elsewhere/B/y.png")
        link("val", to: "../elsewhere")
        #expect(try Dataset(root: root).counts(.val) == [1, 1])
    }

    @Test func aClassThatLeadsNowhereIsNamed() throws {
        link("train/C", to: "/mnt/gone")
        let unread = try Dataset(root: root).unread
        #expect(unread.suspicions == ["train: 1 broken links (such as train/C)"])
        #expect(unread.isSuspicious)
        // If another split has the class, it is reported as missing.
        try folder.touch("set/val/A/a.png", "set/val/B/b.png", "set/val/C/c.png")
        let text = try failure()
        #expect(text.hasPrefix("ROOT/train/C: expected a folder, but it is a link"))
        remove("train/C")
        try folder.touch("set/train/C/c.png")
        try FileManager.default.removeItem(atPath: "\(root)/val/C")
        link("val/C", to: "/mnt/gone")
        #expect(try failure().hasPrefix("ROOT/val/C: expected a folder"))
        // If only one class is left, it is reported too.
        try FileManager.default.removeItem(atPath: "\(root)/val")
        for name in ["B", "C"] {
            try FileManager.default.removeItem(atPath: "\(root)/train/\(name)")
        }
        link("train/B", to: "/mnt/gone")
        #expect(try failure().hasPrefix("ROOT/train/B: expected a folder"))
    }

    @Test func otherLinksThatLeadNowhereAreSuspicious() throws {
        for name in ["train/A/more", "extra", "valid", "train/A/x.png"] {
            link(name, to: "/mnt/gone")
        }
        let dataset = try Dataset(root: root)
        // An entry with the suffix of an image is an image that cannot be read.
        #expect(dataset.counts(.train) == [2, 1])
        #expect(
            counts(dataset.unread.images) == [
                "train/A: broken links": 1, ": broken links": 1,
            ])
        #expect(dataset.unread.splits.map(\.folder) == ["valid"])
    }

    // MARK: Circular links

    @Test func noFolderIsEnteredTwice() throws {
        try folder.touch("set/extra/x.png", "set/extra/deep/y.png")
        for (name, target) in [
            ("extra/a", "."), ("extra/b", "."), ("extra/deep/up", "../.."), ("all", "."),
            ("again", "extra"), ("train/A/self", "."), ("train/A/other", "../B"),
            ("train/B/extra", "../../extra"),
        ] {
            link(name, to: target)
        }
        let dataset = try Dataset(root: root)
        #expect(dataset.counts(.train) == [1, 1])
        // The folder is entered by its name or by the link before it, and only once.
        #expect(dataset.unread.images.reduce(0) { $0 + $1.count } == 2)
        let links = dataset.unread.others.filter { $0.category.hasPrefix("links to folders") }
        #expect(links.reduce(0) { $0 + $1.count } == 8)
    }

    /// `study predict DIR` with circular links: every image once, by its own path if it has one.
    @Test func aWalkFindsEveryImageOnce() throws {
        try folder.touch("images/1.png", "images/z/2.png", "images/z/w/3.png", "outside/4.png")
        let root = folder.path + "/images"
        for (name, target) in [
            ("self", "."), ("a", "z"), ("z/up", ".."), ("z/w/top", "../.."), ("out", "../outside"),
            ("z/out", "../../outside"),
        ] {
            #expect(symlink(target, "\(root)/\(name)") == 0)
        }
        let walk = try ImageWalk(FilePath(root))
        #expect(
            walk.images.map { $0.text.dropFirst(root.count + 1) } == [
                "1.png", "out/4.png", "z/2.png", "z/w/3.png",
            ])
        #expect(counts(walk.unread.others).values.reduce(0, +) == 5)
        #expect(!walk.unread.isSuspicious)
    }

    // MARK: Files

    @Test func suffixesOfImagesOfAllKinds() throws {
        let names = [
            "v.nii.gz", "v.NII.GZ", "a.jxl", "a.tga", "a.psd", "a.exr", "a.ico", "a.jpf", "a.ima",
            "a.DIB", "a.dcm.gz", "a.png.gz",
        ]
        for name in names { try folder.touch("set/train/A/\(name)") }
        let unread = try Dataset(root: root).unread
        #expect(counts(unread.images).values.reduce(0, +) == names.count)
        #expect(counts(unread.images)["train/A: .nii.gz"] == 2)
    }

    /// A file that begins like an image is an image, whatever its name is.
    @Test func signaturesOfImages() throws {
        let starts: [[UInt8]] = [
            [0xFF, 0xD8, 0xFF, 0xE0], [0x89, 0x50, 0x4E, 0x47], Array("GIF89a".utf8),
            Array("BM".utf8) + [70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0],
            [0, 0, 0, 24] + Array("ftypheic".utf8), [0, 0, 0, 24] + Array("ftypavif".utf8),
            [0, 0, 0, 12] + Array("jP  ".utf8) + [13, 10, 0x87, 10], [0xFF, 0x4F, 0xFF, 0x51],
            [UInt8](repeating: 0, count: 128) + Array("DICM".utf8),
        ]
        for (number, start) in starts.enumerated() {
            let data = Data(start + [UInt8](repeating: 7, count: 40))
            try folder.write(data, "set/train/A/\(number)")
            try folder.write(data, "set/train/A/\(number).png ")
        }
        let unread = try Dataset(root: root).unread
        #expect(counts(unread.images) == ["train/A: without a suffix": 2 * starts.count])
        try folder.write(Data("BM is a text".utf8), "set/train/B/BM")
        #expect(try Dataset(root: root).unread.images == unread.images)
    }

    @Test func foldersOfTheSystemInAnyCaseAndHiddenOnesAreCounted() throws {
        try folder.touch(
            "set/train/A/@EADIR/x.png", "set/train/@eaDir/x.png", "set/$Recycle.Bin/x.png",
            "set/LOST+FOUND/x.png", "set/train/A/.hidden.png", "set/train/A/._a.png",
            "set/.cache/x.png", "set/train/.DS_Store", "set/extra/.y.png", "set/extra/THUMBS.DB")
        let unread = try Dataset(root: root).unread
        #expect(!unread.isSuspicious)
        let sorts = Dictionary(grouping: unread.others, by: \.category).mapValues {
            $0.reduce(0) { $0 + $1.count }
        }
        #expect(sorts == ["of the system": 5, "hidden": 5])
        #expect(unread.note?.hasPrefix("10 entries that are not images, such as ") == true)
        #expect(unread.note?.contains("5 hidden") == true)
    }

    /// A folder with the suffix of an image is an image that cannot be read, and images in it are
    /// not read.
    @Test func aFolderNamedLikeAnImage() throws {
        try folder.touch("set/train/A/tiles.png/1.png", "set/train/A/tiles.png/2.png")
        let dataset = try Dataset(root: root)
        #expect(dataset.counts(.train) == [2, 1])
        #expect(counts(dataset.unread.images) == ["train/A: in subfolders": 2])
    }

    @Test(arguments: ["valid", "Train ", "Test.", "training_set", "VAL", "testing"])
    func foldersThatMeanASplit(name: String) throws {
        try folder.touch("set/\(name)/A/a.png", "set/\(name)/B/b.png")
        let unread = try Dataset(root: root).unread
        #expect(unread.splits.map(\.folder) == [name])
    }

    @Test func foldersThatLookLikeASplit() throws {
        try folder.touch("set/holdout/A/a.png", "set/test_logs/log.txt")
        let unread = try Dataset(root: root).unread
        #expect(counts(unread.images) == ["holdout: in a folder that looks like a split": 1])
        #expect(unread.others.map(\.example) == ["test_logs/log.txt"])
    }

    // MARK: Folders that are not data sets

    @Test func aSplitGivenAsTheSetIsToldApart() throws {
        let split = root + "/train"
        let error = #expect(throws: DatasetError.self) { try Dataset(root: split) }
        #expect(error?.description.hasSuffix("did you mean \(root)?") == true)
    }

    @Test func classesWithoutSplitsAreToldApart() throws {
        try folder.touch("classes/A/a.png", "classes/B/b.jpeg", "classes/notes/n.txt")
        let path = folder.path + "/classes"
        #expect(throws: DatasetError.classesWithoutSplits(path, classes: ["A", "B"])) {
            try Dataset(root: path)
        }
    }

    @Test func aTrainingSplitOfAnotherNameIsNamed() throws {
        try folder.touch("other/Training/A/a.png")
        let path = folder.path + "/other"
        let error = #expect(throws: DatasetError.self) { try Dataset(root: path) }
        let reason = "has a folder 'Training' but no folder 'train'"
        #expect(error?.description.contains(reason) == true)
    }

    @Test func anEmptyClassSaysWhatItHasInstead() throws {
        try folder.touch("set/train/C/1.jfif", "set/train/C/2.jfif")
        let text = try failure()
        #expect(text.hasPrefix("ROOT/train/C: contains no .jpeg, .jpg, .png, "))
        #expect(text.contains("2 .jfif (such as train/C/1.jfif)"))
    }

    /// Class names that differ in white space at their ends.
    @Test func classesThatDifferInABlank() throws {
        try folder.touch("set/val/A /a.png", "set/val/B/b.png")
        #expect(try failure().contains("missing A; not in train: 'A '"))
    }
}
