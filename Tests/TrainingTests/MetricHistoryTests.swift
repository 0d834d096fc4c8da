import Datasets
import Testing
import Training

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

    @Test func theMetricIsOfItsSplit() {
        let splits = [
            Split.train: SplitResult(loss: 1, accuracy: 0.1),
            .val: SplitResult(loss: 2, accuracy: 0.2), .test: SplitResult(loss: 3, accuracy: 0.3),
        ]
        func value(_ name: String, _ splits: [Split: SplitResult]) -> Double {
            SelectionMetric(name).value(
                of: EpochResult(
                    epoch: 0, learningRate: 1, splits: splits, evaluations: [:], seconds: 1))
        }
        #expect(value("val_accuracy", splits) == 0.2)
        #expect(value("val_loss", splits) == 2)
        #expect(value("train_accuracy", splits) == 0.1)
        #expect(value("train_loss", splits) == 1)
        #expect(value("val_loss", [.train: SplitResult(loss: 1, accuracy: 0.1)]) == 1)
        #expect(SelectionMetric("val_accuracy").largerIsBetter)
        #expect(!SelectionMetric("train_loss").largerIsBetter)
    }
}
