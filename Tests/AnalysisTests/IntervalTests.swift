import Analysis
import Evaluation
import SyntheticResults
import Testing

/// The intervals over images, patients and seeds.
@Suite struct IntervalTests {
    /// With one image for each patient, images are resampled and patients are not mentioned.
    @Test func onePatientAnImageChangesNothing() {
        var single = Synthetic(schedules: ["step", "cosine"])
        single.imagesOfPatient = 1
        #expect(single.analysis.unit == "images")
        #expect(
            single.analysis.intervals.mapValues(\.accuracy)
                == Synthetic(schedules: ["step", "cosine"]).analysis.intervals.mapValues(\.accuracy)
        )
    }

    /// If all predictions are correct, the bootstrap would give an interval without width.
    @Test func allOrNoCorrectPredictionsHaveAnInterval() throws {
        let method = IntervalMethod.wilson(count: 20)
        #expect(method.name == "Wilson's method")
        let interval = Statistics.wilson(1, count: 20)
        #expect(interval.lowerBound < 0.9 && interval.upperBound == 1)
    }

    @Test func intervalsOverSeedsStayWithinWhatCanBe() throws {
        func range(_ values: [Double], _ within: ClosedRange<Double> = 0...1) -> ClosedRange<
            Double
        >? {
            RepeatInterval(values, within: within).range
        }
        let high = try #require(range([0.9, 1.0, 0.7]))
        #expect(high.upperBound == 1 && high.lowerBound > 0)
        let loss = try #require(range([0.1, 0.9, 0.2], 0...(.infinity)))
        #expect(loss.lowerBound == 0 && loss.upperBound > 1)
        let inner = try #require(range([0.80, 0.81, 0.82]))
        #expect(inner == Statistics.meanInterval([0.80, 0.81, 0.82]))
        #expect(range([0.8, 0.9]) == nil)
        #expect(range([0.62, 0.62, 0.62]) == nil)
        func cell(_ values: [Double]) -> String {
            RepeatInterval(values, within: 0...1).cell(decimals: 0, noun: "seed")
        }
        #expect(cell([0.8, 0.9]) == "two seeds cannot decide")
        #expect(cell([0.62, 0.62, 0.62]) == "3 seeds, all the same")
        #expect(cell([0.62]) == "–")
        for metric in EvaluationMetrics.all {
            #expect(metric.range(classes: 3).contains(metric.range(classes: 2).upperBound))
        }
    }
}
