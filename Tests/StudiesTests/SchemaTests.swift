import JSON
import Studies
import Testing
import Vocabulary

@Suite struct SchemaTests {
    let validator = SchemaValidator(root: Study.schema(catalog: .fake))

    static let good = [
        sweepOfSchedules,
        text(#""network": "alexnet""#),
        text(
            #""$schema": "study.schema.json", "network": {"kind": "alexnet", "dropout": null, "weights": null}"#
        ),
        text(
            #""sweep": {"network": ["cnn4"], "training.batchSize": [16, 32], "schedule": ["constant"]}"#
        ),
        text(
            training: "{}",
            #""network": "cnn4", "sweep": {"training.epochs": [1], "training.optimizer": ["sgd", "adam"]}"#
        ),
        text(#""network": "cnn4", "sweep": {"training.optimizer.learningRate": [0.1, 0.01]}"#),
        text(
            dataset:
                #"{"path": "x", "phantom": {"count": 50}, "augment": ["flip", {"kind": "rotate"}]}"#,
            #""network": {"kind": "vgg16", "train": {"from": "features.24"}}, "schedule": "step", "seed": 7"#
        ),
        text(
            #""network": "cnn4", "sweep": {"network.train": ["all", "head"], "dataset.limit": [{"train": 5}]}"#
        ),
        text(
            dataset:
                #"{"path": "x", "split": {"kind": "folds", "fold": 1, "from": ["train", "val"]}, "groupPattern": "^(p\\d+)_"}"#,
            #""network": "cnn4""#),
        text(
            dataset: #"{"path": "x", "split": {"kind": "folds", "k": 3}, "groupPattern": null}"#,
            #""network": "cnn4", "sweep": {"dataset.split.fold": [0, 1, 2]}"#),
        text(
            #""network": "cnn4", "sweep": {"dataset.split": ["official", {"kind": "manifest", "path": "a.csv"}]}"#
        ),
    ]

    @Test(arguments: good)
    func acceptsWhatTheReaderAccepts(_ text: String) throws {
        _ = try read(text)
        #expect(try validator.isValid(try JSONDocument(text: text, file: "t.json").value))
    }

    @Test(arguments: good)
    func acceptsTheResolvedStudy(_ text: String) throws {
        #expect(try validator.isValid(try read(text).resolved))
    }

    static let broken = [
        "[1]",
        "{}",
        text(),
        text(training: #"{"optimizer": "adam"}"#, #""network": "cnn4""#),
        text(training: #"{"epochs": 1}"#, #""network": "cnn4""#),
        text(dataset: "{}", #""network": "cnn4""#),
        text(#""network": "resnet""#),
        text(#""network": "cnn4", "datset": 1"#),
        text(#""network": "cnn4", "seed": -1"#),
        text(#""network": "cnn4", "schedule": {"kind": "step", "factor": 1.5}"#),
        text(#""network": "cnn4", "schedule": {"kind": "cosine", "factor": 0.5}"#),
        text(#""network": {"kind": "cnn4", "weights": "imagnet"}"#),
        text(#""network": {"kind": "cnn4", "train": {"from": ""}}"#),
        text(#""network": "cnn4", "sweep": {"seed": []}"#),
        text(#""network": "cnn4", "sweep": {"seed": [1, 1]}"#),
        text(#""network": "cnn4", "sweep": {"training.batchSiz": [1]}"#),
        text(#""network": "cnn4", "sweep": {"training.batchSize": [0]}"#),
        text(#""network": "cnn4", "sweep": {"name": ["a"]}"#),
        text(training: #"{"epochs": 1.5, "optimizer": "adam"}"#, #""network": "cnn4""#),
        text(dataset: #"{"path": "x", "limit": {"trian": 1}}"#, #""network": "cnn4""#),
        text(dataset: #"{"path": "x", "split": "random"}"#, #""network": "cnn4""#),
        text(
            dataset: #"{"path": "x", "split": {"kind": "folds", "fold": 1, "from": []}}"#,
            #""network": "cnn4""#),
        text(
            dataset:
                #"{"path": "x", "split": {"kind": "folds", "fold": 1, "from": ["val", "val"]}}"#,
            #""network": "cnn4""#),
        text(dataset: #"{"path": "x", "groupPattern": 5}"#, #""network": "cnn4""#),
    ]

    @Test(arguments: broken)
    func refusesWhatTheReaderRefuses(_ text: String) throws {
        #expect(throws: StudyErrors.self) { try read(text) }
        #expect(try !validator.isValid(try JSONDocument(text: text, file: "t.json").value))
    }
}
