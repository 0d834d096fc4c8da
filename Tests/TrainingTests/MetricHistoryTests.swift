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

    /// If all values are NaN, the last epoch counts as the best.
    @Test func withoutANumberTheLastEpochCounts() {
        #expect(MetricHistory([.nan, .nan, .nan]).bestEpoch == 2)
        #expect(MetricHistory([.nan, .nan, .nan]).epochsSinceBest == 0)
    }
}
