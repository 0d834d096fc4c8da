import Datasets
import Evaluation
import Testing

@testable import Training

@Suite struct MetricHistoryTests {
    @Test(
        arguments: [
            ([0.5, 0.75, 0.75, 0.25], 1), ([.nan, .nan], 1), ([.nan, 0.5, .nan], 1), ([], 0),
        ] as [([Double], Int)])
    func theFirstOfEqualIsTheBest(_ values: [Double], _ best: Int) {
        let history = MetricHistory(values)
        #expect(history.bestEpoch == best)
        #expect(history.epochsSinceBest == max(0, values.count - 1 - best))
    }

    @Test func aSmallerLossIsBetter() {
        #expect(MetricHistory([2, 1, 3, 1], largerIsBetter: false).bestEpoch == 1)
    }

    /// Without a number nothing was chosen, and patience has nothing to wait for.
    @Test func withoutANumberTheLastEpochCounts() {
        #expect(MetricHistory([.nan, .nan, .nan]).bestEpoch == 2)
        #expect(MetricHistory([.nan, .nan, .nan]).epochsSinceBest == 0)
    }

    @Test func theMetricIsOfItsSplit() throws {
        let splits = [
            Split.train: SplitResult(loss: 1, accuracy: 0.1),
            .val: SplitResult(loss: 2, accuracy: 0.2), .test: SplitResult(loss: 3, accuracy: 0.3),
        ]
        func value(_ name: String, _ splits: [Split: SplitResult]) throws -> Double {
            try #require(MonitoredMetric(name)).value(splits, [:], positive: nil)
        }
        #expect(try value("val_accuracy", splits) == 0.2)
        #expect(try value("val_loss", splits) == 2)
        #expect(try value("train_accuracy", splits) == 0.1)
        #expect(try value("train_loss", splits) == 1)
        // No figure of another split stands in.
        #expect(try value("val_loss", [.train: SplitResult(loss: 1, accuracy: 0.1)]).isNaN)
    }

    /// All others are those of the report, computed from the probabilities of the validation images.
    @Test(arguments: MonitoredMetric.all.filter { !$0.isPlain })
    func theMetricIsThatOfTheReport(_ metric: MonitoredMetric) throws {
        let probabilities: [Float] = [0.9, 0.1, 0.4, 0.6, 0.7, 0.3, 0.2, 0.8, 0.6, 0.4]
        let labels: [Int32] = [0, 1, 1, 1, 0]
        func evaluation(_ split: Split) -> Evaluation {
            Evaluation(
                result: SplitResult(loss: 0, accuracy: 0), probabilities: probabilities,
                labels: split == .val ? labels : labels.map { 1 - $0 }, classes: 2)
        }
        let results = [Split.val: SplitResult(loss: 0, accuracy: 0)]
        let evaluations = [Split.val: evaluation(.val), .test: evaluation(.test)]
        let answers = try Answers(
            labels: labels.map { Int($0) }, predicted: [0, 1, 0, 1, 0],
            probabilities: probabilities.map { Double($0) }, classes: 2, positive: 0)
        let found = metric.value(results, evaluations, positive: 0)
        #expect(found == metric.measure?.value(answers))
        let mean = metric.value(results, evaluations, positive: nil)
        if !metric.isOfPositiveClass {
            #expect(abs(mean - found) < 1e-12)
        } else {
            let both = (0..<2).compactMap { metric.measure?.value(answers, of: $0) }
            #expect(abs(mean - (both[0] + both[1]) / 2) < 1e-12)
        }
    }
}
