import Foundation
import Results
import Testing
import Tracking
import Vocabulary

/// The metrics of other programs.
@Suite struct PulledMetricsTests {
    private static func points(_ values: [Int: Double]) -> [MetricPoint] {
        values.sorted { $0.key < $1.key }.map { step, value in
            MetricPoint(key: "", value: value, step: step, time: step)
        }
    }

    static func run(
        _ metrics: [String: [Int: Double]], params: [String: String] = [:], id: String = "run"
    ) -> ForeignRun {
        ForeignRun(
            id: id, name: id, status: "FINISHED", started: 0, ended: 2000, params: params,
            tags: [:], metrics: metrics.mapValues { points($0) })
    }

    /// The trials of runs in the results folder that is written, and the notes.
    static func pull(
        _ runs: [ForeignRun], names: [PulledMetric: String] = [:]
    ) throws -> (trials: [TrialResult], notes: [String]) {
        let study = try PulledStudy(
            "theirs", runs, from: "here", monitor: PulledMetric(.val, .accuracy), names: names)
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("study-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try study.write(to: ResultsFolder(path))
        return (try StudyResults(ResultsFolder(path)).trials, study.notes)
    }

    /// The epochs of a single run in the results folder that is written.
    private func epochs(
        _ metrics: [String: [Int: Double]], names: [PulledMetric: String] = [:]
    ) throws -> [EpochRecord] {
        try Self.pull([Self.run(metrics)], names: names).trials[0].epochs
    }

    private static let values: [Int: Double] = [0: 0.5, 1: 0.25]

    /// The names of programs: training loss and accuracy, validation loss and accuracy.
    @Test(arguments: [
        ["train_loss", "train_accuracy", "val_loss", "val_accuracy"],
        ["loss", "accuracy", "val_loss", "val_accuracy"],
        ["loss", "acc", "val_loss", "val_acc"],
        ["loss", "sparse_categorical_accuracy", "val_loss", "val_sparse_categorical_accuracy"],
        ["epoch_loss", "epoch_accuracy", "epoch_val_loss", "epoch_val_accuracy"],
        ["train/loss", "train/accuracy", "val/loss", "val/accuracy"],
        ["train/loss", "train/acc", "valid/loss", "valid/acc"],
        ["Loss/train", "Accuracy/train", "Loss/val", "Accuracy/val"],
        ["train_loss_epoch", "train_acc_epoch", "val_loss", "val_acc"],
        ["trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy"],
        ["training_loss", "training_accuracy", "validation_loss", "validation_accuracy"],
        ["train_loss", "train_top1", "eval_loss", "eval_top1"],
        ["train.loss", "train.MulticlassAccuracy", "dev.loss", "dev.MulticlassAccuracy"],
    ]) func namesAreUnderstood(_ names: [String]) throws {
        let metrics = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { index, name in
                (name, Self.values.mapValues { $0 / Double(index + 1) })
            })
        let epochs = try epochs(metrics)
        #expect(epochs.map(\.epoch) == [1, 2])
        for (epoch, value) in zip(epochs, [0.5, 0.25]) {
            #expect(epoch.metrics[.train] == Metrics(loss: value, accuracy: value / 2))
            #expect(epoch.metrics[.val] == Metrics(loss: value / 3, accuracy: value / 4))
        }
    }

    @Test func fastaisAccuracyAndErrorRateAreThoseOfTheValidation() throws {
        let losses = ["train_loss": Self.values, "valid_loss": Self.values]
        for (name, expected) in [("accuracy", 0.5), ("error_rate", 0.5)] {
            let first = try epochs(losses.merging([name: Self.values]) { $1 })[0]
            #expect(first.metrics[.val] == Metrics(loss: 0.5, accuracy: expected))
            #expect(first.metrics[.train]?.accuracy.isNaN == true)
        }
        #expect(
            try epochs(losses.merging(["error_rate": Self.values]) { $1 })[1].metrics[.val]?
                .accuracy == 0.75)
    }

    /// Hugging Face counts steps, records fractions of epochs, and one mean of all losses.
    @Test func stepsOfHuggingFaceAreDividedIntoEpochs() throws {
        let epochs = try epochs([
            "loss": [50: 4, 100: 2, 150: 1, 200: 0.5], "train_loss": [200: 1.875],
            "eval_loss": [100: 2.5, 200: 0.75], "eval_accuracy": [100: 0.5, 200: 0.75],
            "epoch": [50: 0.5, 100: 1, 150: 1.5, 200: 2],
            "learning_rate": [50: 0.1, 100: 0.2, 150: 0.3, 200: 0.4],
        ])
        #expect(epochs.map { $0.metrics[.train]?.loss } == [3, 0.75])
        #expect(
            epochs.map { $0.metrics[.val] }
                == [Metrics(loss: 2.5, accuracy: 0.5), Metrics(loss: 0.75, accuracy: 0.75)])
        #expect(epochs.map(\.learningRate) == [0.2, 0.4])
    }

    /// Lightning counts steps, with the number of the epoch from 0.
    @Test func stepsOfLightningAreDividedIntoEpochs() throws {
        let epochs = try epochs([
            "train_loss_step": [49: 9, 99: 9, 149: 9], "train_loss_epoch": [99: 3, 199: 2],
            "val_loss": [99: 2.5, 199: 0.75], "val_acc": [99: 0.5, 199: 0.75],
            "epoch": [49: 0, 99: 0, 149: 1, 199: 1],
        ])
        #expect(epochs.map { $0.metrics[.train]?.loss } == [3, 2])
        #expect(epochs.map { $0.metrics[.val]?.accuracy } == [0.5, 0.75])
    }

    @Test func validationAtOtherStepsEndsAnEpoch() throws {
        let epochs = try epochs([
            "train_loss": [10: 4, 20: 2, 30: 1, 40: 3], "val_loss": [25: 1, 45: 0.5],
            "val_accuracy": [25: 50, 45: 75],
        ])
        #expect(epochs.map { $0.metrics[.train]?.loss } == [3, 2])
        #expect(
            epochs.map { $0.metrics[.val] }
                == [Metrics(loss: 1, accuracy: 0.5), Metrics(loss: 0.5, accuracy: 0.75)])
    }

    @Test func anUnknownNameCanBeGiven() throws {
        let metrics = ["objective": Self.values, "dev": Self.values, "dev_score": Self.values]
        let error = #expect(throws: TrackingError.self) { try epochs(metrics) }
        #expect(try #require(error).description.contains("it has dev, dev_score, objective"))
        let first = try epochs(
            metrics,
            names: [
                PulledMetric(.train, .loss): "objective", PulledMetric(.val, .loss): "dev",
                PulledMetric(.val, .accuracy): "dev_score",
            ])[0]
        #expect(first.metrics[.train]?.loss == 0.5)
        #expect(first.metrics[.val] == Metrics(loss: 0.5, accuracy: 0.5))
    }

    @Test func aGivenNameThatNoRunHasIsAnError() throws {
        let error = #expect(throws: TrackingError.self) {
            try epochs(
                ["loss": Self.values, "dev": Self.values],
                names: [PulledMetric(.val, .accuracy): "nope"])
        }
        #expect(
            try #require(error).description
                == "here: --metric val_accuracy=nope: no run has a metric 'nope'; the runs have dev, loss"
        )
    }

    /// The accuracy chooses the best epoch although the loss is unknown.
    @Test func anAccuracyWithoutALossIsKept() throws {
        let run = Self.run(["loss": Self.values, "val_acc": Self.values, "test_acc": Self.values])
        let (trials, notes) = try Self.pull([run])
        #expect(trials[0].record.monitor == "val_accuracy")
        #expect(trials[0].record.bestEpoch == 1)
        for split in [Split.val, .test] {
            #expect(trials[0].epochs.map { $0.metrics[split]?.accuracy } == [0.5, 0.25])
            #expect(trials[0].epochs.allSatisfy { $0.metrics[split]?.loss.isNaN == true })
        }
        #expect(notes.contains("left out: val_loss: not in the run (1 run)"))
    }

    @Test func whatIsNoAccuracyIsLeftOutAndNamed() throws {
        let run = Self.run([
            "loss": Self.values, "val_loss": Self.values, "val_acc": [0: 500, 1: -3],
        ])
        let study = try PulledStudy(
            "theirs", [run], from: "here", monitor: PulledMetric(.val, .accuracy))
        #expect(study.notes.contains { $0.contains("left out: val_accuracy") })
        #expect(study.notes.contains("metric: train_loss = loss (1 run)"))
    }
}
