import Results
import Testing
import Tracking
import Vocabulary

/// The units of imported accuracies: fractions or percent.
@Suite struct PulledUnitsTests {
    /// The accuracies of the trials, by metric, and the notes.
    private func pull(
        _ runs: [[String: [Double]]]
    ) throws -> (train: [[Double?]], val: [[Double?]], notes: [String]) {
        let runs = runs.enumerated().map { index, metrics in
            let loss = ["train_loss": [3.0, 2, 1], "val_loss": [3.0, 2, 1]]
            let steps = metrics.merging(loss) { $1 }.mapValues { values in
                Dictionary(uniqueKeysWithValues: values.enumerated().map { ($0, $1) })
            }
            return PulledMetricsTests.run(steps, params: ["n": "\(index)"], id: "run\(index)")
        }
        let (trials, notes) = try PulledMetricsTests.pull(runs)
        func accuracies(_ split: Split) -> [[Double?]] {
            trials.map { $0.epochs.map { $0.metrics[split]?.accuracy } }
        }
        return (accuracies(.train), accuracies(.val), notes)
    }

    @Test func eachMetricHasItsUnit() throws {
        let (train, val, notes) = try pull([
            ["train_accuracy": [50, 60, 90], "val_accuracy": [0.5, 0.6, 0.9]]
        ])
        #expect(train == [[0.5, 0.6, 0.9]])
        #expect(val == [[0.5, 0.6, 0.9]])
        #expect(notes.contains("percent: train_accuracy is divided by 100 (1 run)"))
        #expect(!notes.contains { $0.contains("val_accuracy is divided") })
    }

    /// The first epoch of a poor run may be below one percent.
    @Test func percentIsThatOfAllRuns() throws {
        let (_, val, _) = try pull([
            ["val_accuracy": [0.5, 60, 90]], ["val_accuracy": [0, 0, 0]],
            ["val_error_rate": [0.5, 0.25, 0.125]],
        ])
        #expect(val == [[0.005, 0.6, 0.9], [0, 0, 0], [0.5, 0.75, 0.875]])
    }

    @Test(arguments: [[[0.5, 1.2, 0.9]], [[0.5, 0.6, 0.9], [50, 60, 90]]])
    func contradictoryValuesAreLeftOut(_ runs: [[Double]]) throws {
        let (_, val, notes) = try pull(runs.map { ["val_accuracy": $0] })
        #expect(val.allSatisfy { $0.allSatisfy { $0?.isNaN == true } })
        let note = try #require(
            notes.first { $0.hasPrefix("left out: val_accuracy: its values are neither") })
        #expect(note.contains("run0 (run0): 0.5 to"))
        #expect(runs.count == 1 || note.contains("run1 (run1): 50.0 to 90.0"))
    }
}
