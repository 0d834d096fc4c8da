import Analysis
import Evaluation
import Markup
import Results
import Studies
import SyntheticResults
import Terminal
import Testing
import Vocabulary

@Suite struct ComparisonTests {
    /// Sets every trial's test accuracies, with no predictions to test over images.
    private func study(
        _ networks: [String], _ schedules: [String], seeds: Int,
        _ accuracy: (_ network: Int, _ schedule: Int, _ seed: Int) -> Double
    ) -> StudyResults {
        var results = Synthetic(networks: networks, schedules: schedules, seeds: seeds).results
        for index in results.trials.indices {
            let (group, seed) = (index / seeds, index % seeds)
            let value = accuracy(group / schedules.count, group % schedules.count, seed)
            results.trials[index].predictions = [:]
            for epoch in results.trials[index].epochs.indices {
                results.trials[index].epochs[epoch].metrics[.test]?.accuracy = value
            }
        }
        return results
    }

    /// An effect of the seed on all configurations does not hide a difference, because equal seeds
    /// form pairs.
    @Test func seedsArePairs() throws {
        let results = study(["a"], ["x", "y"], seeds: 4) { _, schedule, seed in
            0.9 - 0.05 * Double(seed) - (schedule == 1 ? 0.04 + 0.001 * Double(seed % 2) : 0)
        }
        let test = try #require(
            SeedTest.test(results.groups[0], results.groups[1], .test, comparisons: 1))
        #expect(test.name == "a paired t-test over the seeds")
        #expect(test.probability < 1e-4)
        let unpaired = try #require(
            Statistics.welch(
                results.groups[0].bestAccuracies(.test), results.groups[1].bestAccuracies(.test)))
        #expect(unpaired > 0.3)
    }

    @Test func enoughSeedsArePermuted() throws {
        func test(_ seeds: Int, _ comparisons: Int) throws -> PairwiseComparison.Test {
            let results = study(["a"], ["x", "y"], seeds: seeds) { _, schedule, seed in
                0.9 - 0.01 * Double(schedule) - 0.001 * Double(seed * schedule)
            }
            return try #require(
                SeedTest.test(
                    results.groups[0], results.groups[1], .test, comparisons: comparisons))
        }
        #expect(try test(5, 1).name == "a paired t-test over the seeds")
        #expect(try test(6, 1).name == "a permutation test over paired seeds")
        #expect(try test(6, 1).probability == 2.0 / 64)
        #expect(try test(6, 2).name == "a paired t-test over the seeds")
    }

    @Test func seedsThatAreNoPairsAreComparedWithoutPairing() throws {
        var results = study(["a"], ["x", "y"], seeds: 3) { _, schedule, seed in
            0.9 - 0.02 * Double(schedule) - 0.003 * Double(seed)
        }
        results.trials[5].entry.seed = 9
        let test = try #require(
            SeedTest.test(results.groups[0], results.groups[1], .test, comparisons: 1))
        #expect(test.name == "Welch's t-test over the seeds")
    }

    /// A difference that is significant in one comparison is not significant in twenty.
    @Test func manyComparisonsAreCorrected() throws {
        func verdicts(_ schedules: [String]) -> [PairwiseComparison] {
            Comparison(
                study(["a"], schedules, seeds: 3) { _, schedule, seed in
                    let lead = schedule == 0 ? 0.0 : 0.1 + 0.02 * Double((seed * schedule) % 3)
                    return 0.9 - lead
                }
            ).pairwiseComparisons
        }
        let few = verdicts(["x", "y"])
        #expect(few.map(\.verdict) == [.ahead])
        let many = verdicts(["x"] + (1...20).map { "y\($0)" })
        #expect(many.contains { $0.verdict == .notSignificant })
        for pair in many where !pair.tests.isEmpty {
            let raw = pair.tests.map(\.probability).max() ?? 1
            #expect((pair.probability ?? 0) >= raw)
        }
    }

    /// A difference between networks that is equal for all schedules is found in their averages.
    @Test func axesAreComparedOverAllOthers() throws {
        let results = study(["a", "b"], ["x", "y", "z"], seeds: 3) { network, schedule, seed in
            0.9 - 0.08 * Double(network) - 0.002 * Double((schedule + seed) % 3)
                - 0.001 * Double(seed * network)
        }
        let axes = Comparison(results).axes
        #expect(axes.map(\.axis.path) == ["network", "schedule"])
        #expect(axes[0].pairwiseComparisons.map(\.verdict) == [.ahead])
        #expect(axes[1].pairwiseComparisons.allSatisfy { $0.verdict == .notSignificant })
        let network = try #require(axes[0].rows(1).first)
        #expect(axes[0].rows(1).count == 1)
        #expect(network.highest == "a (89.8%)" && network.other == "b (81.7%)")
        #expect(network.difference == 8.1 && network.result == "significant")
        #expect(axes[1].rows(1).map(\.result) == ["not distinguishable", "not distinguishable"])
        var incomplete = results
        incomplete.trials.removeLast()
        #expect(Comparison(incomplete).axes.isEmpty)
    }

    @Test func aGridIsShownWhereThereIsOne() {
        let results = study(["a", "b"], ["x", "y", "z"], seeds: 3) { network, schedule, seed in
            0.9 - 0.02 * Double(network) - 0.01 * Double(schedule) - 0.001 * Double(seed)
        }
        let text =
            MatrixTable(Comparison(results), axes: results.varyingAxes)?.markdown.source ?? ""
        #expect(text.contains("| schedule | a | b | mean |"))
        #expect(text.contains("| *mean* | 88.9% | 86.9% | 87.9% |"))
        let line = study(["a"], ["x", "y"], seeds: 1) { _, _, _ in 0.9 }
        #expect(MatrixTable(Comparison(line), axes: line.varyingAxes) == nil)
    }
}
