import Datasets
import Files
import Foundation
import JSON
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// The studies that `study init` writes for data sets of different shape.
@Suite struct InitTests {
    /// A checked draft of a study of a data set; what the reader makes of its text.
    private func draft(
        _ root: String, _ options: DraftOptions = DraftOptions()
    ) throws -> (draft: StudyDraft, trials: Int) {
        let survey = try DataSurvey(root: root, groupPattern: options.groupPattern)
        var draft = try StudyDraft(survey, path: root, options)
        let trials = try draft.check(as: "s.json", in: NSTemporaryDirectory())
        let read = try StudyFile.read(
            bytes: Array(draft.text.utf8), file: "s.json", folder: NSTemporaryDirectory(),
            catalog: .all)
        #expect(read.trials.count == trials)
        #expect(read.name == draft.name)
        return (draft, trials)
    }

    private func options(_ positiveClass: String? = "B") -> DraftOptions {
        var options = DraftOptions()
        options.positiveClass = positiveClass
        (options.epochs, options.seeds) = (2, 1)
        return options
    }

    private func text(_ draft: StudyDraft, _ subject: String) -> String {
        draft.notes.filter { $0.subject == subject }.map(\.text).joined(separator: "\n")
    }

    private func withSet(_ body: (DrawnSet) throws -> Void) throws {
        try withTemporaryFolder { try body(DrawnSet(root: "\($0)/my set")) }
    }

    @Test func twoClassesWithoutValidationAndTest() throws {
        try withSet { set in
            try set.write("train", ["A": 40, "B": 40])
            let (draft, trials) = try draft(set.root, options())
            #expect(draft.name == "my-set")
            #expect(trials == 2)
            let dataset = try #require(draft.json["dataset"])
            #expect(
                dataset["split"] == ["kind": "grouped", "validation": 0.2, "test": 0.2])
            #expect(dataset["positiveClass"] == "B")
            #expect(dataset["crop"] == 16 && dataset["resize"] == 16)
            #expect(draft.json["training"]?["sampler"] == nil)
            let split = text(draft, "dataset.split")
            #expect(split.contains("there is no validation split; there is no test split; "))
            #expect(
                split.contains(
                    "20% of the training images are set aside for validation, 20% for testing "
                        + "(stratified by class), which gives train 48, val 16, test 16"))
            #expect(text(draft, "patients").contains("--group-pattern"))
            #expect(text(draft, "data").contains("80 images of 2 classes (A, B): train 80"))
        }
    }

    @Test func theSetsOwnSplitsServe() throws {
        try withSet { set in
            try set.write("train", ["A": 30, "B": 30])
            try set.write("val", ["A": 10, "B": 10])
            try set.write("test", ["A": 10, "B": 10])
            let (draft, _) = try draft(set.root, options())
            #expect(draft.json["dataset"]?["split"] == nil)
            #expect(
                text(draft, "dataset.split") == "the folders of the data set give the splits")
        }
    }

    @Test func aValidationSplitThatIsTooSmallIsMadeAnew() throws {
        try withSet { set in
            try set.write("train", ["A": 250, "B": 250])
            try set.write("val", ["A": 8, "B": 8])
            try set.write("test", ["A": 10, "B": 10])
            let (draft, _) = try draft(set.root, options())
            #expect(
                draft.json["dataset"]?["split"] == ["kind": "grouped", "validation": 0.1])
            let split = text(draft, "dataset.split")
            #expect(
                split.contains("has 16 images, too few to choose a configuration (fewer than 50)"))
            #expect(split.contains("10% of the training and validation images"))
            #expect(split.hasSuffix("train 464, val 52, test 20"))
        }
    }

    @Test func manyClassesOfDifferentSize() throws {
        try withSet { set in
            let names = (10..<22).map { "class \($0)" }
            try set.write(
                "train",
                Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, 10 + $0 * 4) }))
            let (draft, _) = try draft(set.root, options(nil))
            #expect(draft.json["dataset"]?["positiveClass"] == nil)
            #expect(text(draft, "dataset.positiveClass").contains("there are 12 classes"))
            #expect(draft.json["training"]?["sampler"] == "balanced")
            #expect(draft.json["training"]?["monitor"] == "val_balanced_accuracy")
            #expect(text(draft, "data").contains("class 19 and 2 more"))
            #expect(
                text(draft, "training.sampler").contains(
                    "6 class 10 against 32 class 21 training images: the sampler is balanced"))
        }
    }

    @Test func aPositiveClassOfManyIsAnError() throws {
        try withSet { set in
            try set.write("train", ["A": 4, "B": 4, "C": 4])
            let survey = try DataSurvey(root: set.root)
            #expect(throws: DraftError.self) {
                try StudyDraft(survey, path: set.root, options("A"))
            }
        }
    }

    @Test func thePositiveClassOfUnknownClassesIsNeeded() throws {
        try withSet { set in
            try set.write("train", ["COVID": 10, "NORMAL": 10])
            let survey = try DataSurvey(root: set.root)
            #expect(throws: DraftError.positiveClassNeeded(["COVID", "NORMAL"])) {
                try StudyDraft(survey, path: set.root, options(nil))
            }
            #expect(throws: DraftError.self) {
                try StudyDraft(survey, path: set.root, options("COVD"))
            }
        }
    }

    @Test func thePositiveClassOfAKnownPairIsSet() throws {
        try withSet { set in
            try set.write("train", ["NORMAL": 10, "PNEUMONIA": 30])
            let (draft, _) = try draft(set.root, options(nil))
            #expect(draft.json["dataset"]?["positiveClass"] == "PNEUMONIA")
            #expect(text(draft, "dataset.positiveClass").contains("known"))
        }
    }

    @Test func patientsStayTogether() throws {
        try withSet { set in
            // Two images of each patient.
            try set.write("train", ["A": 60, "B": 60]) { number in
                let part = number % 2
                return String(format: "%08d_%03d.jpeg", number / 2, part)
            }
            let (draft, _) = try draft(set.root, options())
            #expect(
                text(draft, "patients").hasPrefix("60 patients, by the file names (pattern 'nih')"))
            #expect(text(draft, "dataset.split").contains("(by patient, stratified by class)"))
        }
    }

    @Test func aPatternForPatientsIsWritten() throws {
        try withSet { set in
            try set.write("train", ["A": 40, "B": 40]) { "p\($0 / 4)-\($0).jpeg" }
            var options = options()
            options.groupPattern = #"^(p\d+)-"#
            let (draft, _) = try draft(set.root, options)
            #expect(draft.json["dataset"]?["groupPattern"]?.text == #"^(p\d+)-"#)
            #expect(text(draft, "patients").hasPrefix("20 patients"))
        }
    }

    @Test func identicalFilesInTwoSplitsAreDividedAgain() throws {
        try withSet { set in
            try set.write("train", ["A": 40, "B": 40])
            try set.write("val", ["A": 10, "B": 10])
            try set.write("test", ["A": 10, "B": 10])
            try set.write("test/A/copy.jpeg", number: 0)
            let (draft, _) = try draft(set.root, options())
            #expect(
                draft.json["dataset"]?["split"]
                    == [
                        "kind": "grouped", "validation": 0.2, "test": 0.2,
                        "from": ["train", "val", "test"],
                    ])
            #expect(draft.json["dataset"]?["onLeak"] == nil)
            let split = text(draft, "dataset.split")
            #expect(split.contains("1 of 21 test images is also a training image"))
            #expect(split.contains("all images are divided again, 20% for validation"))
        }
    }

    @Test func oneFileUnderTwoClassesIsReported() throws {
        try withSet { set in
            try set.write("train", ["A": 40, "B": 40])
            try set.write("train/B/copy.jpeg", number: 0)
            let (draft, _) = try draft(set.root, options())
            #expect(draft.json["dataset"]?["onLeak"] == "report")
            #expect(text(draft, "dataset.onLeak").contains("train/A/0.jpeg = train/B/copy.jpeg"))
        }
    }

    @Test func filesThatCannotBeUsedAreLeftOut() throws {
        try withSet { set in
            try set.write("train", ["A": 40, "B": 40])
            try set.write(Data("no image".utf8), "train/A/broken.jpeg")
            try set.write(Data([0x49, 0x49, 0x2A, 0]), "train/B/scan.nii")
            let (draft, _) = try draft(set.root, options())
            #expect(draft.json["dataset"]?["onBadImage"] == "skip")
            #expect(
                text(draft, "dataset.onBadImage").hasPrefix(
                    "1 image cannot be read and is skipped: train/A/broken.jpeg "))
            #expect(draft.json["dataset"]?["onUnread"] == "ignore")
            #expect(text(draft, "dataset.onUnread").contains(".nii"))
        }
    }

    @Test func fileNamesThatAreNotUTF8() throws {
        try withSet { set in
            try set.write("train", ["A": 20, "B": 20])
            let old = FilePath("\(set.root)/train/A/0.jpeg")
            let new = FilePath(
                bytes: Array("\(set.root)/train/A/".utf8) + [0xFF, 0x2E] + "jpeg".utf8)
            let paths = [old, new].map { $0.bytes.map { CChar(bitPattern: $0) } + [0] }
            #expect(rename(paths[0], paths[1]) == 0)
            let (draft, _) = try draft(set.root, options())
            #expect(text(draft, "data").contains("40 images"))
        }
    }

    @Test func fewImagesHaveNoValidationSplit() throws {
        try withSet { set in
            try set.write("train", ["A": 1, "B": 1])
            let (draft, _) = try draft(set.root, options())
            #expect(draft.json["dataset"]?["split"] == nil)
            #expect(text(draft, "dataset.split").contains("no other split can be made"))
        }
    }

    @Test func oneClassIsAnError() throws {
        try withSet { set in
            try set.write("train", ["A": 4])
            #expect(throws: DatasetError.self) { try DataSurvey(root: set.root) }
        }
    }

    @Test func anEmptyFolderIsAnError() throws {
        try withTemporaryFolder { folder in
            #expect(throws: DatasetError.self) { try DataSurvey(root: folder) }
            #expect(throws: DatasetError.self) { try DataSurvey(root: "\(folder)/none") }
        }
    }

    @Test func theFolderOfTrainingImagesNamesTheOneAroundIt() throws {
        try withSet { set in
            try set.write("train", ["A": 4, "B": 4])
            do {
                _ = try DataSurvey(root: "\(set.root)/train")
                Issue.record("the folder was accepted")
            } catch {
                #expect("\(error)".contains("did you mean \(set.root)?"))
            }
        }
    }

    // MARK: - Sizes and networks

    @Test(arguments: [
        (400, 300, ["cnn4"], 72, 64), (300, 70, ["cnn4"], 64, 64), (40, 30, ["cnn4"], 30, 30),
        (400, 300, ["resnet18"], 256, 224), (400, 240, ["cnn4", "vgg11"], 224, 224),
        (40, 30, ["alexnet"], 63, 63), (3, 2, ["cnn4"], 4, 4),
    ])
    func imagesAreResized(
        _ width: Int, _ height: Int, _ networks: [String], _ resize: Int, _ crop: Int
    ) throws {
        try withSet { set in
            try set.write("train", ["A": 4, "B": 4], width: width, height: height)
            var options = options()
            options.networks = networks
            let survey = try DataSurvey(root: set.root)
            let draft = try StudyDraft(survey, path: set.root, options)
            let dataset = try #require(draft.json["dataset"])
            #expect(dataset["resize"]?.int == resize && dataset["crop"]?.int == crop)
            let text = text(draft, "dataset.resize, dataset.crop")
            #expect(text.contains("\(width) x \(height) pixels"))
        }
    }

    @Test func allSchedulesOfSmallAndLargeTrainingsAreValid() throws {
        try withSet { set in
            try set.write("train", ["A": 30, "B": 30])
            for epochs in [4, 20] {
                var options = options()
                options.epochs = epochs
                options.schedules = Catalog.all.schedules.map(\.kind)
                let (draft, trials) = try draft(set.root, options)
                #expect(trials == Catalog.all.schedules.count)
                #expect(text(draft, "sweep.schedule").contains("oneCycle"))
            }
        }
    }

    @Test func oneEpochHasOneSchedule() throws {
        try withSet { set in
            try set.write("train", ["A": 30, "B": 30])
            var options = options()
            options.epochs = 1
            #expect(try draft(set.root, options).draft.json["sweep"]?["schedule"] == ["constant"])
        }
    }

    @Test func imageNetWeightsAreForNetworksThatHaveSome() throws {
        try withSet { set in
            try set.write("train", ["A": 30, "B": 30])
            var options = options()
            options.networks = ["cnn4", "resnet18"]
            options.startsFromImageNet = true
            let survey = try DataSurvey(root: set.root)
            let draft = try StudyDraft(survey, path: set.root, options)
            #expect(
                draft.json["sweep"]?["network"]
                    == ["cnn4", ["kind": "resnet18", "weights": "imagenet", "train": "head"]])
            #expect(text(draft, "sweep.network").contains("the heads of resnet18"))
        }
    }

    @Test func aSyntheticStudyIsValid() throws {
        var draft = try StudyDraft(
            syntheticAt: "drawn", options(nil), schema: "study.schema.json")
        try withTemporaryFolder { folder in
            let trials = try draft.check(as: "s.json", in: folder)
            #expect(trials == 2)
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/drawn"))
        }
        let keys = draft.json.members?.map(\.key)
        #expect(keys == ["$schema", "name", "question", "dataset", "training", "sweep"])
        #expect(text(draft, "dataset.phantom").contains("800 for training"))
    }

    @Test(arguments: [
        ("data", "/home/ada", "data"), ("../data/x", "/home/ada", "../data/x"),
        ("/d/x/", "/home/ada", "/d/x"),
        ("data", "/home/ada/studies", "../data"), ("./a//b/../c", "/home/ada", "a/c"),
        (".", "/home/ada", "."),
        ("data", "/srv/studies", "../../home/ada/data"),
    ])
    func theDataFolderIsNamedFromTheStudyFile(_ typed: String, _ folder: String, _ path: String) {
        #expect(StudyDraft.path(typed, from: folder, currentDirectory: "/home/ada") == path)
    }
}
