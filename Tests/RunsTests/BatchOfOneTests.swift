import Datasets
import Engine
import Files
import Foundation
import JSON
import Networks
import Results
import Runs
import Studies
import Testing
import TestSupport
import Training
import Vocabulary

/// Minibatches and images that are too small for a network give an error or a note before training.
@Suite struct BatchOfOneTests {
    private static func study(
        _ folder: String, _ network: String, crop: Int, train: Int = 18, batchSize: Int = 8,
        epochs: Int = 1
    ) throws -> StudyPlan {
        let text = """
            {
              "name": "small",
              "dataset": {
                "path": "phantom", "resize": \(crop), "crop": \(crop),
                "phantom": { "size": 72, "train": \(train), "val": 4, "test": 4 }
              },
              "training": {
                "epochs": \(epochs), "batchSize": \(batchSize), "threads": 1,
                "optimizer": { "kind": "sgd", "learningRate": 0.001 }
              },
              "network": \(network)
            }
            """
        let study = try StudyFile.read(
            bytes: Array(text.utf8), file: "small.json", folder: folder, catalog: .all,
            currentDirectory: folder)
        return try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
    }

    private static func run(_ plan: StudyPlan, _ folder: String) throws -> StudyResults {
        let store = FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
        let runner = try StudyRunner(
            RunScope(plan, studyFile: "small.json"), executor: InProcess(store: store),
            kernelCache: .ofTheseTests, store: store
        ) { _ in }
        #expect(try runner.run(on: OneDNNDevice()) == 0)
        return try StudyResults(plan.folder)
    }

    private static func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch { return "\(error)" }
    }

    /// The summary of every network in the schema gives its minimum image size.
    @Test func imagesBelowTheMinimumSizeAreAnError() throws {
        try withTemporaryFolder { folder in
            for architecture in NetworkRegistry.all {
                let (kind, least) = (architecture.kind, architecture.minimumImageSize)
                #expect(architecture.summary.contains("at least \(least) px"))
                let message = Self.message {
                    _ = try Self.study(folder, #""\#(kind)""#, crop: least - 1)
                }
                #expect(
                    message.hasSuffix(
                        "dataset.crop: must be at least \(least), the minimum image size of \(kind); "
                            + "got \(least - 1)"), "\(message)")
                _ = try Self.study(folder, #""\#(kind)""#, crop: least)
            }
        }
    }

    /// At 32 pixels the last feature maps of a ResNet have a single pixel.
    @Test func aLastMinibatchOfOneIsLeftOutWithANote() throws {
        try withTemporaryFolder { folder in
            let plan = try Self.study(folder, #""resnet18""#, crop: 32, train: 18, batchSize: 17)
            #expect(plan.entries[0].steps == 1)
            #expect(
                plan.notes.contains {
                    $0.hasPrefix(
                        "resnet18: the last minibatch of an epoch (18 training images in minibatches of 17)"
                    )
                        && $0.hasSuffix(
                            "each epoch leaves that image out (chosen by the shuffling)")
                }, "\(plan.notes)")
            let trial = try #require(try Self.run(plan, folder).trials.first)
            #expect(trial.record.leftOutPerEpoch == 1)
            let steps = try plan.folder.trial(trial.entry.id).readSteps()
            #expect(steps.count == 1)
            #expect(steps.allSatisfy { $0.loss.isFinite && $0.gradientNorm.isFinite })
            let read = try TrialRecord(
                JSONDocument(text: trial.record.json.canonical, file: "trial.json"))
            #expect(read.leftOutPerEpoch == 1)
        }
    }

    @Test func minibatchesOfOneAreAnErrorIfABatchNormNeedsMore() throws {
        try withTemporaryFolder { folder in
            let message = Self.message {
                _ = try Self.study(folder, #""resnet18""#, crop: 32, batchSize: 1)
            }
            #expect(
                message.contains(
                    "training.batchSize: must give minibatches of at least 2 images for resnet18 at 32 x 32 pixels, "
                        + "since batch norm 'layer4.0.bn1' gets one value per channel of each image; got minibatches "
                        + "of 1. "
                ), "\(message)")
            // As in PyTorch, they are supported for larger images, for a frozen backbone, and for
            // networks without batch norm.
            _ = try Self.study(folder, #""resnet18""#, crop: 64, batchSize: 1)
            _ = try Self.study(folder, #""cnn4""#, crop: 32, batchSize: 1)
            let head = #"{ "kind": "resnet18", "train": "head", "head": "linear" }"#
            #expect(try Self.study(folder, head, crop: 32, batchSize: 1).entries[0].steps == 18)
            // The backbone is frozen first, and unfrozen later.
            let later =
                #"{ "kind": "resnet18", "train": "head", "unfreezeEpoch": 1, "head": "linear" }"#
            #expect(
                Self.message {
                    _ = try Self.study(folder, later, crop: 32, batchSize: 1, epochs: 2)
                }.contains("minibatches of at least 2"))
        }
    }

    /// The steps of an epoch are the same before and after a part is unfrozen.
    @Test func stepsAreTheSameBeforeAndAfterUnfreezing() throws {
        try withTemporaryFolder { folder in
            let network =
                #"{ "kind": "resnet18", "train": "head", "unfreezeEpoch": 1, "head": "linear" }"#
            let plan = try Self.study(
                folder, network, crop: 32, train: 18, batchSize: 17, epochs: 2)
            #expect(plan.entries[0].steps == 2)
            let trial = try #require(try Self.run(plan, folder).trials.first)
            let steps = try plan.folder.trial(trial.entry.id).readSteps()
            #expect(steps.map(\.step) == [1, 2] && trial.record.leftOutPerEpoch == 1)
        }
    }

    @Test func aBatchSizeAboveTheSplitGivesANote() throws {
        try withTemporaryFolder { folder in
            let plan = try Self.study(folder, #""cnn4""#, crop: 32, batchSize: 19)
            #expect(
                plan.notes.contains(
                    "training.batchSize: is 19, more than the 18 training images: every epoch is one step on all of them"
                ), "\(plan.notes)")
            #expect(plan.entries[0].steps == 1)
            let whole = try Self.study(folder, #""cnn4""#, crop: 32, batchSize: 18)
            #expect(!whole.notes.contains { $0.hasPrefix("training.batchSize") })
        }
    }
}
