import Results
import Testing
import Tracking
import Vocabulary

/// Imported values without steps, or with other steps than those of the training.
@Suite struct PulledStepsTests {
    private static func points(_ values: [(step: Int, value: Double, time: Int)]) -> [MetricPoint] {
        values.map { MetricPoint(key: "", value: $0.value, step: $0.step, time: $0.time) }
    }

    private func pull(
        _ metrics: [String: [MetricPoint]]
    ) throws -> (epochs: [EpochRecord], notes: [String]) {
        var run = PulledMetricsTests.run([:])
        run.metrics = metrics
        let (trials, notes) = try PulledMetricsTests.pull([run])
        return (trials[0].epochs, notes)
    }

    /// `log_metric` without a step stores all values at step 0.
    @Test func valuesWithoutStepsAreInTheOrderOfTheirTimes() throws {
        let (epochs, notes) = try pull([
            "loss": Self.points([(0, 1, 30), (0, 3, 10), (0, 2, 20)]),
            "val_acc": Self.points([(0, 0.25, 11), (0, 0.5, 21), (0, 0.75, 31)]),
        ])
        #expect(epochs.map { $0.metrics[.train]?.loss } == [3, 2, 1])
        #expect(epochs.map { $0.metrics[.val]?.accuracy } == [0.25, 0.5, 0.75])
        #expect(
            notes.contains(
                "epochs: values without steps are in the order of their times: loss, val_acc (1 run)"
            ))
    }

    /// A loss of each batch, and an accuracy of each epoch.
    @Test func timesDivideValuesWithoutStepsIntoEpochs() throws {
        let (epochs, _) = try pull([
            "loss": Self.points([(0, 4, 10), (0, 2, 20), (0, 1, 30), (0, 3, 40)]),
            "val_acc": Self.points([(0, 0.25, 25), (0, 0.5, 45)]),
        ])
        #expect(epochs.map { $0.metrics[.train]?.loss } == [3, 2])
        #expect(epochs.map { $0.metrics[.val]?.accuracy } == [0.25, 0.5])
    }

    @Test func stepsThatBeginElsewhereArePaired() throws {
        let (epochs, notes) = try pull([
            "loss": Self.points([(1, 3, 1), (2, 2, 2), (3, 1, 3)]),
            "val_loss": Self.points([(0, 6, 1), (1, 5, 2), (2, 4, 3)]),
            "val_acc": Self.points([(0, 0.25, 1), (1, 0.5, 2), (2, 0.75, 3)]),
        ])
        #expect(epochs.map { $0.metrics[.train]?.loss } == [3, 2, 1])
        #expect(epochs.map { $0.metrics[.val]?.loss } == [6, 5, 4])
        #expect(epochs.map { $0.metrics[.val]?.accuracy } == [0.25, 0.5, 0.75])
        let note =
            "epochs: paired with the training loss in their order, since their steps differ: "
        #expect(notes.contains(note + "val_accuracy, val_loss (1 run)"))
    }
}
