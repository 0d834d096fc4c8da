import Evaluation
import Testing

/// Values that are not finite have no interval and no test, and do not end the program.
@Suite struct FiniteIntervalTests {
    static let notFinite: [[Double]] = [
        [.infinity, 1, 2], [-.infinity, .infinity], [.nan, 1, 2], [1e308, -1e308, 1e308],
        [.greatestFiniteMagnitude, .greatestFiniteMagnitude],
    ]

    @Test(arguments: notFinite) func noIntervalAndNoTest(_ values: [Double]) {
        for interval in [
            Statistics.meanInterval(values), Statistics.meanInterval(values, within: 0...1),
        ] {
            #expect(interval == nil)
        }
        if !values.allSatisfy(\.isFinite) {
            #expect(Statistics.meanInterval(values) == nil)
            #expect(Statistics.signFlip(values) == nil)
            #expect(Statistics.pairedStudent(values) == nil)
            #expect(Statistics.welch(values, [1, 2, 3]) == nil)
        }
    }

    @Test func aProportionOfNothingIsUnknown() {
        #expect(Statistics.wilson(0.5, count: 0) == 0...1)
        #expect(Statistics.wilson(.nan, count: 10) == 0...1)
        #expect(Statistics.wilson(1.0000001, count: 10).upperBound > 0.999999)
    }

    @Test func aMissingProbabilityRejectsNothing() {
        #expect(Statistics.holm([.nan, 0.01]) == [1, 0.02])
    }

    @Test func resamplingsOfHugeValuesHaveAFiniteRange() {
        var sign = 1.0
        let intervals = Bootstrap(images: 3, replicates: 40).intervals { _ in
            sign = -sign
            return [sign * .greatestFiniteMagnitude, 0.5]
        }
        let largest = Double.greatestFiniteMagnitude
        #expect(intervals[0] == -largest...largest)
        #expect(intervals[1] == 0.5...0.5)
    }
}
