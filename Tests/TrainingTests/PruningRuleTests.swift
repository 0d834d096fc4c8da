import JSON
import Testing
import Training
import Vocabulary

@Suite struct PruningRuleTests {
    private func rule(_ kind: String, _ values: [String: JSONValue] = [:]) throws -> any PruningRule
    {
        let description = try #require(
            PruningRules.all.descriptions.first { $0.kind == kind })
        let configuration = Configuration(
            kind: kind, values: SettingValues(description.settings, values))
        return try #require(try PruningRules.all.make(configuration))
    }

    /// One candidate for each metric history.
    private func field(_ histories: [[Double]], largerIsBetter: Bool = true) -> PruningField {
        PruningField(
            metric: largerIsBetter ? "val_accuracy" : "val_loss", largerIsBetter: largerIsBetter,
            candidates: histories.map {
                PruningCandidate([MetricHistory($0, largerIsBetter: largerIsBetter)])
            })
    }

    @Test(arguments: PruningRules.all.descriptions.map(\.kind))
    func comparesWithinTheTrainingAndNeverStopsAll(_ kind: String) throws {
        let rule = try rule(kind)
        for epochs in [1, 2, 3, 10, 1000] {
            let rungs = rule.rungs(epochs: epochs)
            #expect(rungs == rungs.sorted() && Set(rungs).count == rungs.count)
            #expect(rungs.allSatisfy { (1..<max(2, epochs)).contains($0) && $0 < epochs })
        }
        for values in [[], [0.5], [0.5, 0.5], [0.1, 0.2, 0.3], [.nan, .nan, .nan, 0.1]] {
            #expect(rule.stopped(in: field(values.map { [$0] })).count <= max(0, values.count - 1))
        }
    }

    @Test func medianStoppingComparesWithTheAveragesOfOthers() throws {
        let rule = try rule("median")
        #expect(rule.rungs(epochs: 4) == [1, 2, 3])
        #expect(
            try self.rule("median", ["minEpochs": 3, "every": 4]).rungs(epochs: 12) == [3, 7, 11])
        // Averages 0.5, 0.6, 0.7, 0.2; the medians of the others 0.6, 0.5, 0.5, 0.6.
        let histories = [[0.4, 0.6], [0.5, 0.7], [0.6, 0.8], [0.1, 0.3]]
        let stopped = rule.stopped(in: field(histories))
        #expect(
            stopped == [
                3: "its best val_accuracy, 0.3, is worse than 0.6, the median of 3 others"
            ])
        // The best value counts, not the last, and a value equal to the median does not stop a
        // trial.
        #expect(
            rule.stopped(in: field([[0.6, 0.1], [0.5, 0.7], [0.6, 0.8], [0.5, 0.5]])).keys
                .sorted() == [3])
        // There are too few candidates.
        #expect(rule.stopped(in: field([[0.9], [0.1]])).isEmpty)
        #expect(
            try self.rule("median", ["minTrials": 2]).stopped(in: field([[0.9], [0.1]])).count == 1)
    }

    @Test func halvingKeepsTheBestAndTies() throws {
        let rule = try rule("successiveHalving", ["minEpochs": 1, "reductionFactor": 3])
        #expect(rule.rungs(epochs: 28) == [1, 3, 9, 27])
        #expect(rule.rungs(epochs: 27) == [1, 3, 9])
        let stopped = rule.stopped(in: field([[0.5], [0.9], [0.8], [0.7]]))
        #expect(stopped.keys.sorted() == [0, 3])
        #expect(
            stopped[0]
                == "its best val_accuracy, 0.5, is worse than 0.8, the last of the best 2 of 4")
        #expect(
            rule.stopped(in: field([[0.5], [0.8], [0.8], [0.8]])).keys.sorted() == [0])
        // The smallest loss is the best; NaN is the worst value.
        #expect(
            rule.stopped(in: field([[0.5], [.nan], [0.8], [.infinity]], largerIsBetter: false))
                .keys.sorted() == [1, 3])
    }

    @Test func seedsCountAsTheirMean() {
        let candidate = PruningCandidate([
            MetricHistory([0.2, 0.6, 0.4]), MetricHistory([0.8, 0.7, 0.9]),
        ])
        #expect(candidate.best == 0.75)
        #expect(abs(candidate.average - 0.6) < 1e-15)
    }
}
