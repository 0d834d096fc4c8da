import Analysis
import JSON
import Results
import Studies
import SyntheticResults
import Testing
import Vocabulary

/// Which configuration is chosen.
@Suite struct ChoiceTests {
    /// A configuration is its mean, never its luckiest seed.
    @Test func theMeanOverSeedsIsChosen() {
        let results = Synthetic.results(["a", "b"], seeds: 4, images: 4000) { schedule, seed in
            schedule == 0 ? (seed == 0 ? 0.99 : 0.8) : 0.93
        }
        #expect(StudyChoice(results).winners.map(\.group.label) == ["b"])
        #expect(StudyChoice(results).close.isEmpty)
    }

    @Test func lossesOfDifferentFormulasAreNotCompared() {
        var results = Synthetic.results(["a", "b"]) { schedule, _ in [0.9, 0.5][schedule] }
        for index in results.trials.indices {
            results.trials[index].record.monitor = "val_loss"
            var training = results.trials[index].record.settings["training"]
            training?["loss"] = ["kind": index == 0 ? "focal" : "crossEntropy"]
            results.trials[index].record.settings["training"] = training
        }
        #expect(StudyChoice(results).undecided == .severalLosses)
        results.trials[0].record.monitor = "val_accuracy"
        #expect(
            StudyChoice(results).undecided == .severalMetrics(["val_accuracy", "val_loss"]))
    }

    /// Several seeds are judged with their spread, or not at all.
    @Test func withoutATestOverTheSeedsThereIsNoVerdict() {
        func pair(_ results: StudyResults) -> PairwiseComparison? {
            Comparison(results).pairwiseComparisons.first
        }
        let same = Synthetic.results(["a", "b"], seeds: 3) { schedule, _ in [0.9, 0.5][schedule] }
        let untested = Synthetic.results(
            ["a", "b"], seeds: 3, val: { schedule, _ in [0.9, 0.5][schedule] },
            test: { schedule, _ in [0.9, 0.5][schedule] })
        #expect(pair(same)?.verdict == .notSignificant && pair(untested)?.verdict == .untested)
        var uneven = Synthetic.results(
            ["a", "b"], seeds: 3, val: { schedule, _ in [0.9, 0.5][schedule] },
            test: { schedule, seed in [0.9, 0.5][schedule] + 0.01 * Double(seed) })
        uneven.trials.removeLast(2)
        #expect(pair(uneven)?.verdict == .untested && pair(uneven)?.tests.isEmpty == true)
        #expect(pair(uneven)?.probability == nil && pair(uneven)?.word("seeds") == "not tested")
    }
}
