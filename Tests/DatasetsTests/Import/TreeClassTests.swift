import Datasets
import Foundation
import Import
import TestSupport
import Testing
import Vocabulary

/// Folder trees: recognition of class folders and splits.
struct TreeClassTests: TreeImporting {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

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
        try refused("so the classes of the images are unknown", "A table can give them", "--image")
    }

    /// Numbers and words that can be classes.
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

    /// Folders with the same names in several splits are classes, even if the names are numbers.
    @Test func numbersInSeveralSplitsAreClasses() throws {
        for name in ["train/101", "train/205", "test/101", "test/205"] {
            try folder.touch("set/\(name)/a.png")
        }
        #expect(try load().count == 4)
    }

    @Test(arguments: ["x.png", "train/x.png", "other/x.png", "train/A/masks/x.png"])
    func imagesBesideTheClassesAreNamed(_ name: String) throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png", "set/\(name)")
        try refused("1 file outside", name, "--exclude")
        var options = ImportOptions()
        for pattern in [name, "*x.png", "x.png"] {
            options.exclude = [pattern]
            let imported = try load(options)
            #expect(imported.count == 2)
            #expect(imported.notes == ["1 file matches --exclude, skipped: \(name)"])
        }
    }

    @Test func classesWithoutTrainingImagesAreNamed() throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png", "set/test/C/c.png")
        try refused("class 'C' has no image in train, which has 'A', 'B'")
    }

    /// Copies are recognized by their bytes.
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
                == "the class of an image is the name of its folder: NORMAL, SICK; these folders are in each of siteA, siteB"
        )
        #expect(imported.notes[2].contains("6 images have the name of another"))
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
        try refused("train/A/x.png and train/B/y.png", "identical files")
        var options = ImportOptions()
        options.exclude = ["train/B/y.png"]
        #expect(try load(options).count == 3)
    }

    @Test(arguments: [
        ("A", "A\u{A0}"), ("A", " A"), ("A B", "A  B"), ("A B", "A\u{2003}B"), ("A", "A\u{200B}"),
        ("\u{B5}", "\u{3BC}"), ("A", "\u{FF21}"), ("A", "a"),
    ])
    func classesThatLookTheSameAreAnError(_ one: String, _ other: String) throws {
        try folder.touch("set/train/\(one)/a.png", "set/train/\(other)/b.png")
        let error = #expect(throws: ImportError.self) { try load() }
        #expect(
            "\(try #require(error))".contains("differ only in case, white space or Unicode form"))
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

    /// A folder that may be a split is neither merged with others nor used as a class.
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
        #expect(message.contains(/looks? like (a split|splits), but it is unclear which ones?;/))
        #expect(message.contains("name the folders of the splits train, val and test"))
    }

    @Test(arguments: [("val", "validation"), ("test", "test_set"), ("Train", "train")])
    func twoFoldersOfOneSplitAreAnError(_ one: String, _ other: String) throws {
        for split in ["train", one, other] {
            for name in ["A", "B"] { try folder.touch("set/\(split)/\(name)/\(split).png") }
        }
        try refused("'\(one)', '\(other)' are in the same folder and both mean")
    }

    @Test func splitsBesideOtherFoldersAreNotMixed() throws {
        for name in ["train/A", "train/B", "holdout/A"] {
            try folder.touch("set/\(name)/a.png")
        }
        try refused("1 file outside of the class folders", "holdout/A/a.png")
    }
}
