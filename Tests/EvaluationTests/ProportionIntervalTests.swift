import Evaluation
import TestSupport
import Testing

/// Intervals of proportions compared with statsmodels: `Tools/goldens/proportions.py`.
@Suite struct ProportionIntervalTests {
    private static func isNear(_ interval: ClosedRange<Double>, _ ends: ArraySlice<Double>) -> Bool
    {
        let ends = Array(ends)
        return abs(interval.lowerBound - ends[0]) < 1e-9
            && abs(interval.upperBound - ends[1]) < 1e-9
    }

    @Test func intervalsMatchStatsmodels() throws {
        let rows = try Golden("diagnostics/proportions").doubles("intervals")
        #expect(rows.count == 12 * 8)
        for start in stride(from: 0, to: rows.count, by: 8) {
            let row = rows[start..<start + 8]
            let (fraction, count) = (rows[start], Int(rows[start + 1]))
            let ends = { (from: Int) in row[start + from..<start + from + 2] }
            let exact = Statistics.clopperPearson(fraction, count: count)
            #expect(Self.isNear(exact, ends(2)), "\(fraction) of \(count): \(exact)")
            let wilson = Statistics.wilson(fraction, count: count)
            #expect(Self.isNear(wilson, ends(4)), "\(fraction) of \(count): \(wilson)")
            let wider = Statistics.clopperPearson(fraction, count: count, level: 0.975)
            #expect(Self.isNear(wider, ends(6)), "\(fraction) of \(count): \(wider)")
            // None or all: the exact interval; otherwise that of Wilson.
            let chosen = try #require(ProportionInterval(fraction, count: count))
            let isExtreme = fraction == 0 || fraction == 1
            #expect(chosen.range == (isExtreme ? exact : wilson))
            #expect(
                chosen.method
                    == (isExtreme ? .clopperPearson(count: count) : .wilson(count: count)))
        }
        #expect(Statistics.clopperPearson(0.5, count: 0) == 0...1)
        #expect(Statistics.clopperPearson(.nan, count: 3) == 0...1)
        #expect(ProportionInterval(0.5, count: 0) == nil)
        #expect(ProportionInterval(.nan, count: 3) == nil)
    }

    /// The images that a metric counts, and the patients that they are of.
    @Test func metricsCountTheirImages() throws {
        let labels = [1, 1, 1, 0, 0, 0, 0]
        let scores = [0.9, 0.8, 0.7, 0.1, 0.2, 0.6, 0.3]
        func predictions(_ positive: Int?) throws -> WeightedPredictions {
            try WeightedPredictions(
                Predictions(
                    labels: labels, probabilities: scores.flatMap { [1 - $0, $0] }, classes: 2),
                positive: positive)
        }
        let patients = [0, 0, 1, 2, 2, 2, 3]
        let expected: [(any Metric, images: Int, patients: Int)] = [
            (Accuracy(), 7, 4), (Sensitivity(), 3, 2), (Specificity(), 4, 2), (Precision(), 4, 3),
        ]
        let known = try predictions(1)
        for (metric, images, ofPatients) in expected {
            let value = try #require(metric.value(known))
            let found = metric.proportionInterval(known, units: nil)
            #expect(found == ProportionInterval(value, count: images), "\(metric.name)")
            let grouped = metric.proportionInterval(known, units: patients)
            #expect(grouped == ProportionInterval(value, count: ofPatients), "\(metric.name)")
        }
        let names = expected.map(\.0.name)
        for metric in EvaluationMetrics.all where !names.contains(metric.name) {
            #expect(metric.proportionInterval(known, units: nil) == nil, "\(metric.name)")
        }
        let unknown = try predictions(nil)
        #expect(Accuracy().proportionInterval(unknown, units: nil) != nil)
        #expect(Sensitivity().proportionInterval(unknown, units: nil) == nil)
    }

    /// The means of several classes are not fractions of images.
    @Test func severalClassesHaveOnlyTheAccuracy() throws {
        let three = try WeightedPredictions(
            Predictions(
                labels: [0, 1, 2], probabilities: [0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8],
                classes: 3), positive: nil)
        #expect(Sensitivity().value(three) == 1)
        #expect(Sensitivity().proportionInterval(three, units: nil) == nil)
        #expect(
            Accuracy().proportionInterval(three, units: nil)?.method == .clopperPearson(count: 3))
    }

    /// A predictive value at the ends of the intervals of sensitivity and specificity.
    @Test func predictiveValuesFromBothRates() throws {
        let (sensitivity, specificity) = (0.8...1.0, 0.9...1.0)
        let positive = try #require(
            ProportionInterval(
                sensitivity: sensitivity, specificity: specificity, prevalence: 0.1, \.positive))
        #expect(abs(positive.range.lowerBound - 0.08 / (0.08 + 0.09)) < 1e-12)
        #expect(positive.range.upperBound == 1)
        let negative = try #require(
            ProportionInterval(
                sensitivity: sensitivity, specificity: specificity, prevalence: 0.1, \.negative))
        #expect(abs(negative.range.lowerBound - 0.81 / (0.81 + 0.02)) < 1e-12)
        #expect(negative.method == .ofSensitivityAndSpecificity)
        // No image is predicted positive at the lower end.
        #expect(
            ProportionInterval(
                sensitivity: 0...1, specificity: 1...1, prevalence: 0.1, \.positive) == nil)
    }
}
