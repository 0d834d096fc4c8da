import Analysis
import Evaluation
import Foundation
import JSON
import Results
import Studies
import SyntheticResults
import Testing
import Vocabulary

/// The reasons in the report if no configuration is chosen.
extension ChoiceTests {
    @Test func aMetricWithoutAValueIsReported() {
        var results = Synthetic.results(["a", "b"]) { _, _ in 0.9 }
        for index in results.trials.indices {
            results.trials[index].record.monitor = "val_precision"
            for epoch in results.trials[index].epochs.indices {
                results.trials[index].epochs[epoch].monitored = MonitoredValue(
                    name: "val_precision", value: [0.9, .nan][index])
            }
        }
        #expect(StudyChoice(results).undecided == .notDefined(["b"]))
        let text = text(results)
        #expect(text.contains("is chosen: the monitored metric has no value for b"))
        #expect(!text.contains("within one standard error"))
    }

    /// A configuration without test accuracy cannot be chosen.
    @Test func aConfigurationWithoutTestAccuracyIsNotChosen() {
        var results = Synthetic.results(
            ["a", "b", "c"], val: { schedule, _ in [0.8, 0.95, 0.7][schedule] })
        for epoch in results.trials[1].epochs.indices {
            results.trials[1].epochs[epoch].metrics[.test] = nil
        }
        #expect(StudyChoice(results).undecided == .notMeasured(["b"], .test))
        let comparison = Comparison(results)
        #expect(!comparison.isChosen && comparison.scores.map(\.group.label) == ["a", "c"])
        let text = text(results)
        #expect(text.contains("b, the best by the monitored metric, has no test accuracy"))
        #expect(!text.contains("as  is"))
    }

    @Test func anUnfinishedStudyIsReported() {
        var results = Synthetic.results(
            ["a", "b"], seeds: 2, val: { [0.9, 0.5][$0] + 0.01 * Double($1) })
        results.trials.removeLast()
        #expect(text(results).contains("is chosen: 1 of 4 trials has no complete result"))
        #expect(text(results).contains("As a description, not as a choice: "))
        // The other configuration has no complete trial.
        results.trials.removeLast()
        #expect(text(results).contains("Nothing is chosen: 2 of 4 trials have no complete result"))
    }

    @Test func fewPatientsAreReported() {
        var results = Synthetic.results(["a", "b"]) { schedule, _ in [0.9, 0.88][schedule] }
        results.lock.dataset.patients = [.train: 900, .val: 40, .test: 100]
        #expect(text(results).contains("40 validation patients are too few"))
    }
}
