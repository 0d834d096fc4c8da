import Foundation
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Trials whose training is the same although their settings differ are not different
/// configurations.
@Suite struct SameTrainingTests {
    private static func study(
        _ folder: String, axis: String, _ values: String,
        network: String = #"{ "kind": "cnn4", "channels": 8 }"#,
        optimizer: String = #"{ "kind": "sgd", "learningRate": 0.01 }"#, epochs: Int = 4
    ) -> PhantomStudy {
        PhantomStudy(
            folder, network: network, optimizer: optimizer, epochs: epochs,
            sweep: "{ \"\(axis)\": [\(values)], \"seed\": [1] }")
    }

    private static func said(_ study: PhantomStudy) throws -> [String] {
        try study.plan().contradictions.filter { $0.contains("so the training is the same") }
    }

    /// Values without effect, with 40 training images and 4 epochs.
    @Test(arguments: [
        ("training.batchSize", "40, 64", "40 and 64"),
        ("dataset.limit.train", "40, 1000", "40 and 1000"),
        ("training.patience", "3, 20", "3 and 20"),
        ("training.accumulate", "3, 8", "3 and 8"),
        ("network.featurePrecision", #""float32", "float16""#, "float32 and float16"),
        ("dataset.onBadImage", #""stop", "skip""#, "stop and skip"),
        ("training.loss", #""crossEntropy", { "kind": "focal", "gamma": 0 }"#, "crossEntropy"),
        (
            "training.optimizer",
            #"{ "kind": "adam" }, { "kind": "adamw", "weightDecay": 0 }"#, "adam and adamw"
        ),
        (
            "training.optimizer.backboneLearningRate", "null, 0.01", "none and 0.01"
        ),
        (
            "dataset.normalize",
            #""none", { "mean": [0, 0, 0], "std": [1, 1, 1] }"#, "none and "
        ),
    ])
    func valuesWithoutEffectGiveANote(
        _ axis: String, _ values: String, _ expected: String
    ) throws {
        try withTemporaryFolder { (folder) throws in
            let found = try Self.said(Self.study(folder, axis: axis, values))
            #expect(found.count == 1, "\(found)")
            #expect(found.first?.hasPrefix("\(axis): \(expected)") == true, "\(found)")
            #expect(found.first?.contains("have the same effect here") == true, "\(found)")
        }
    }

    @Test(arguments: [
        ("training.batchSize", "16, 32"), ("training.batchSize", "39, 40"),
        ("dataset.limit.train", "20, 40"), ("dataset.limit.val", "10, 20"),
        ("training.patience", "1, 2"), ("training.shuffle", "true, false"),
        ("training.accumulate", "1, 2"), ("training.clipNorm", "null, 1"),
        ("training.ema", "null, 0.9"),
        (
            "training.optimizer",
            #""adamw", { "kind": "adamw", "decayNormsAndBiases": false }"#
        ),
        ("training.monitor", #""val_accuracy", "val_loss""#),
        ("training.optimizer", #""adam", "adamw""#), ("training.loss", #""crossEntropy", "focal""#),
        ("training.optimizer.backboneLearningRate", "null, 0.001"),
        ("dataset.normalize", #""imagenet", "dataset""#), ("network.dropout", "0, 0.5"),
        ("network.train", #""all", "head""#), ("training.sampler", #"null, "balanced""#),
        (
            "schedule",
            #"{ "kind": "cosineRestarts", "every": 2 }, { "kind": "cosineRestarts", "every": 3 }"#
        ),
        ("schedule", #"{ "kind": "cosine", "interval": "step" }, "cosine""#),
        ("schedule", #"{ "kind": "constant", "warmup": { "epochs": 1 } }, "constant""#),
    ])
    func valuesWithEffectGiveNoNote(_ axis: String, _ values: String) throws {
        try withTemporaryFolder { (folder) throws in
            #expect(try Self.said(Self.study(folder, axis: axis, values)) == [])
        }
    }

    /// The classes of the phantoms have different numbers of images; with equal numbers the weights
    /// are 1.
    @Test func weightsOfEqualClassesHaveNoEffect() throws {
        try withTemporaryFolder { (folder) throws in
            var study = Self.study(
                folder, axis: "training.loss.classWeights", #""none", "balanced""#)
            study.training = #""loss": "crossEntropy""#
            #expect(try Self.said(study) == [])
            study.draws = false
            let manager = FileManager.default
            let classes = ["NORMAL", "PNEUMONIA"].map { "\(folder)/phantom/train/\($0)" }
            let files = try classes.map { try manager.contentsOfDirectory(atPath: $0).sorted() }
            let least = try #require(files.map(\.count).min())
            for (path, names) in zip(classes, files) {
                for name in names.dropFirst(least) {
                    try manager.removeItem(atPath: "\(path)/\(name)")
                }
            }
            #expect(try Self.said(study).count == 1)
        }
    }

    /// Only the head is trained.
    @Test(arguments: [
        ("network.train", #""head", { "from": "classifier" }"#),
        ("training.optimizer.backboneLearningRate", "0.001, 0.002"),
    ])
    func identicalHeadsGiveANote(_ axis: String, _ values: String) throws {
        try withTemporaryFolder { (folder) throws in
            let network = #"{ "kind": "cnn4", "channels": 8, "train": "head" }"#
            var study = Self.study(folder, axis: axis, values, network: network)
            #expect(try Self.said(study).count == 1)
            study.network = network.replacing("}", with: #", "unfreezeEpoch": 2 }"#)
            let count = axis == "network.train" ? 1 : 0
            #expect(try Self.said(study).count == count)
        }
    }

    @Test func unusedViewsHaveNoEffect() throws {
        try withTemporaryFolder { (folder) throws in
            let network = #"{ "kind": "cnn4", "channels": 8, "train": "head" }"#
            var study = Self.study(folder, axis: "dataset.views", "4, 5", network: network)
            study.dataset = #""augment": ["rotation"]"#
            #expect(try Self.said(study).count == 1)
            study.sweep = #"{ "dataset.views": [3, 4], "seed": [1] }"#
            #expect(try Self.said(study) == [])
        }
    }

    /// A replaced head removes the layers with dropout.
    @Test func aDropoutWithoutALayerHasNoEffect() throws {
        try withTemporaryFolder { (folder) throws in
            var study = Self.study(
                folder, axis: "network.dropout", "0, 0.3, 0.5",
                network: #"{ "kind": "vgg11", "head": "linear" }"#)
            #expect(try Self.said(study).count == 2)
            study.network = #""vgg11""#
            #expect(try Self.said(study) == [])
        }
    }

    /// Each pair of values gives one note, whatever the other axes.
    @Test func aGridGivesOneNote() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder, axis: "seed", "1")
            study.sweep = """
                {
                  "training.batchSize": [16, 40, 64], "schedule": ["constant", "cosine"],
                  "seed": [1, 2, 3]
                }
                """
            let found = try Self.said(study)
            #expect(found.count == 1, "\(found)")
            #expect(
                found.first?.hasPrefix("training.batchSize: 40 and 64 have the same effect")
                    == true)
            #expect(found.first?.hasSuffix(", ...)") == true, "\(found)")
        }
    }

    @Test(arguments: [
        #""constant", { "kind": "constant", "interval": "step" }"#,
        #"{ "kind": "exponential", "rate": 1 }, { "kind": "step", "every": 9, "interval": "step" }"#,
        // A plateau schedule that cannot lower the rate is constant.
        #""constant", "plateau""#,
        #"{ "kind": "plateau", "patience": 5 }, { "kind": "plateau", "patience": 6 }"#,
        #"{ "kind": "plateau", "patience": 1 }, { "kind": "plateau", "patience": 1, "interval": "step" }"#,
        #"{ "kind": "step", "warmup": { "epochs": 0, "startFactor": 0.5 } }, "step""#,
        #"{ "kind": "cosineRestarts", "every": 1 }, "constant""#,
    ])
    func schedulesWithTheSameRatesGiveANote(_ schedules: String) throws {
        try withTemporaryFolder { folder in
            let found = try Self.said(Self.study(folder, axis: "schedule", schedules))
            #expect(found.count == 1, "\(found)")
            #expect(found.first?.contains("have the same learning rate in all 4 epochs") == true)
        }
    }

    /// Schedules that follow the metric are different trainings if their settings differ.
    @Test(arguments: [
        ("schedule.threshold", "0.01, 0.1"), ("schedule.cooldown", "0, 1"),
        ("schedule", #"{ "kind": "plateau", "patience": 1 }, { "kind": "step", "every": 3 }"#),
        ("schedule", #"{ "kind": "plateau", "patience": 1 }, "constant""#),
        (
            "schedule",
            #"{ "kind": "plateau", "patience": 0 }, { "kind": "plateau", "patience": 1 }"#
        ),
    ])
    func plateausThatCanLowerTheRateDiffer(_ axis: String, _ values: String) throws {
        try withTemporaryFolder { (folder) throws in
            var study = Self.study(folder, axis: axis, values)
            if axis != "schedule" {
                study.sweep = """
                    {
                      "schedule": [{ "kind": "plateau", "patience": 1 }], "\(axis)": [\(values)],
                      "seed": [1]
                    }
                    """
            }
            #expect(try Self.said(study) == [])
        }
    }

    /// A minimum can limit the rate of the backbone although it does not limit the head's.
    @Test func theBackbonesRatesAreCompared() throws {
        try withTemporaryFolder { (folder) throws in
            let study = Self.study(
                folder, axis: "schedule", #""constant", { "kind": "cosine", "minimum": 0.01 }"#,
                optimizer: #"{ "kind": "sgd", "learningRate": 0.01, "backboneLearningRate": 0.1 }"#
            )
            #expect(try Self.said(study) == [])
        }
    }

    @Test func theNoteIsInTheLock() throws {
        try withTemporaryFolder { folder in
            let results = try Self.study(
                folder, axis: "training.batchSize", "40, 64", epochs: 1
            ).run()
            #expect(results.trials.count == 2)
            #expect(results.lock.notes.contains { $0.contains("so the training is the same") })
            // The notes are true: the results are identical.
            let files = results.trials.map { $0.record.files["predictions-test.csv"] }
            #expect(files[0] != nil && files[0] == files[1])
        }
    }

    /// Long trainings are checked as fast as short ones.
    @Test(.timeLimit(.minutes(10)), arguments: [100_000, 1_000_000])
    func longTrainingsAreCheckedFast(_ epochs: Int) throws {
        try withTemporaryFolder { folder in
            let study = Self.study(
                folder, axis: "schedule",
                #"""
                "constant", "cosine", { "kind": "plateau", "patience": 1000 },
                { "kind": "plateau", "patience": 2000 }, { "kind": "cosineRestarts", "every": 2 },
                { "kind": "cosineRestarts", "every": 2, "interval": "step" },
                { "kind": "step", "every": 1000000 }
                """#, epochs: epochs)
            let found = try Self.said(study)
            #expect(found.count == 1, "\(found)")
            #expect(found.first?.hasPrefix("schedule: constant and step have the same") == true)
        }
    }
}
