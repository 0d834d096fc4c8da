import Evaluation
import Testing
import TestSupport

/// Areas compared with DeLong's formulas in NumPy: `Tools/goldens/diagnostics.py`.
@Suite struct DeLongTests {
    static let golden: Golden? = try? Golden("diagnostics/delong")
    static let cases = 0..<((try? golden?.integer("count")) ?? 0)

    private static func labels(_ index: Int, in golden: Golden) throws -> [Bool] {
        try golden.integers("\(index).labels").map { $0 == 1 }
    }

    private static func areas(_ index: Int, in golden: Golden) throws -> (DeLong, DeLong) {
        let labels = try labels(index, in: golden)
        return (
            try #require(DeLong(labels: labels, scores: try golden.doubles("\(index).first"))),
            try #require(DeLong(labels: labels, scores: try golden.doubles("\(index).second")))
        )
    }

    /// NaN in the golden file means nil.
    private func check(
        _ got: Double?, _ expected: Double, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        guard expected.isFinite else {
            #expect(got == nil, "\(what): is undefined", sourceLocation: sourceLocation)
            return
        }
        let difference = got.map { abs($0 - expected) } ?? .infinity
        #expect(
            difference <= 1e-9 * max(1, abs(expected)),
            "\(what): got \(got as Any), expected \(expected)", sourceLocation: sourceLocation)
    }

    private func check(_ got: DeLong.Comparison?, _ expected: [Double], _ what: String) {
        check(got?.difference, expected[0], "\(what) difference")
        check(got?.standardError, expected[1], "\(what) standard error")
        check(got?.pValue, expected[2], "\(what) p-value")
    }

    @Test func allCasesAreThere() { #expect(Self.cases.count == 18) }

    @Test(arguments: cases) func areasAndIntervalsMatchNumPy(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let (first, second) = try Self.areas(index, in: golden)
        let expected = try golden.doubles("\(index).results")
        for (area, expected) in [(first, expected[0..<4]), (second, expected[4..<8])] {
            let values = Array(expected)
            check(area.area, values[0], "area")
            check(area.variance, values[1], "variance")
            check(area.interval?.lowerBound, values[2], "lower end")
            check(area.interval?.upperBound, values[3], "upper end")
        }
    }

    @Test(arguments: cases) func comparisonsMatchNumPy(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let (first, second) = try Self.areas(index, in: golden)
        check(DeLong.paired(first, second), try golden.doubles("\(index).paired"), "paired")
        let (other, _) = try Self.areas((index + 1) % Self.cases.count, in: golden)
        check(DeLong.unpaired(first, other), try golden.doubles("\(index).unpaired"), "unpaired")
    }

    /// The areas, standard errors and intervals that SAS prints for the example of the paper.
    @Test func theExampleOfThePaperHasThePublishedValues() throws {
        let golden = try #require(Self.golden)
        let (albumin, score) = try Self.areas(0, in: golden)
        let (protein, _) = try Self.areas(1, in: golden)
        let published = [
            (albumin, 0.7366, 0.0927, 0.5549, 0.9182), (score, 0.7258, 0.1028, 0.5243, 0.9273),
            (protein, 0.6478, 0.1000, 0.4518, 0.8439),
        ]
        for (area, value, error, lower, upper) in published {
            #expect(abs(area.area - value) <= 5e-5)
            #expect(abs(try #require(area.standardError) - error) <= 5e-5)
            let interval = try #require(area.interval)
            #expect(abs(interval.lowerBound - lower) <= 5e-5)
            #expect(abs(interval.upperBound - upper) <= 5e-5)
        }
        let albuminTest = try #require(DeLong.paired(albumin, score))
        #expect(abs(albuminTest.difference - 0.0108) <= 5e-5)
        #expect(abs(albuminTest.standardError - 0.0953) <= 5e-5)
        #expect(abs(albuminTest.pValue - 0.9102) <= 5e-5)
        let proteinTest = try #require(DeLong.paired(protein, score))
        #expect(abs(proteinTest.difference + 0.0780) <= 5e-5)
        #expect(abs(proteinTest.standardError - 0.1046) <= 5e-5)
        #expect(abs(proteinTest.pValue - 0.4561) <= 5e-5)
        let interval = try #require(proteinTest.interval)
        #expect(abs(interval.lowerBound + 0.2830) <= 5e-5)
        #expect(abs(interval.upperBound - 0.1271) <= 5e-5)
    }

    @Test func undefinedAreas() throws {
        #expect(DeLong(labels: [], scores: []) == nil)
        #expect(DeLong(labels: [true], scores: [0.5]) == nil)
        #expect(DeLong(labels: [true, true], scores: [0.5, 0.2]) == nil)
        #expect(DeLong(labels: [false, false], scores: [0.5, 0.2]) == nil)
        #expect(DeLong(labels: [true, false], scores: [0.5, .nan]) == nil)
        let pair = try #require(DeLong(labels: [true, false], scores: [1, 0]))
        #expect(pair.area == 1 && pair.variance == nil && pair.interval == nil)
        #expect(DeLong.paired(pair, pair) == nil)
        #expect(DeLong.unpaired(pair, pair) == nil)
    }

    /// With perfect separation the variance is 0, and there is no interval.
    @Test func perfectSeparationHasNoInterval() throws {
        let labels = [false, false, true, true, true]
        let perfect = try #require(DeLong(labels: labels, scores: [0, 0.2, 1, 0.9, 0.6]))
        #expect(perfect.area == 1 && perfect.variance == 0 && perfect.interval == nil)
        let ties = try #require(DeLong(labels: labels, scores: [0.5, 0.5, 0.5, 0.5, 0.5]))
        #expect(ties.area == 0.5 && ties.variance == 0 && ties.interval == nil)
        #expect(DeLong.paired(perfect, ties) == nil)
        let same = try #require(DeLong.paired(perfect, perfect))
        #expect(same.pValue == 1 && same.interval == nil)
    }

    /// Only the order of the scores matters, also if they are infinite.
    @Test func scoresMayBeInfinite() throws {
        let labels = [true, false, true, false, true, false]
        let finite = try #require(DeLong(labels: labels, scores: [5, 1, 3, 4, 3, 3]))
        #expect(
            finite == DeLong(labels: labels, scores: [.infinity, -.infinity, 3, 4, 3, 3]))
    }

    @Test func labelsOfPairsMustBeEqual() throws {
        let scores = [0.1, 0.4, 0.3, 0.8]
        let first = try #require(DeLong(labels: [true, false, true, false], scores: scores))
        let second = try #require(DeLong(labels: [true, true, false, false], scores: scores))
        #expect(DeLong.paired(first, second) == nil)
        #expect(DeLong.unpaired(first, second) != nil)
    }

    /// The area is the one of the metric, bit for bit.
    @Test(arguments: cases) func theAreaIsThatOfTheMetric(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let labels = try golden.integers("\(index).labels")
        let scores = try golden.doubles("\(index).first")
        guard scores.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { return }
        let predictions = try WeightedPredictions(
            Predictions(
                labels: labels, probabilities: scores.flatMap { [1 - $0, $0] }, classes: 2),
            positive: 1)
        let area = try #require(DeLong(predictions, of: 1))
        #expect(area == DeLong(labels: labels.map { $0 == 1 }, scores: scores))
        #expect(area.area == AreaUnderROC().value(predictions))
    }

    @Test func manyImages() throws {
        let labels = (0..<100_000).map { $0 % 3 == 0 }
        let scores = (0..<100_000).map { Double($0 * 7919 % 1009) / 1009 }
        let area = try #require(DeLong(labels: labels, scores: scores))
        let error = try #require(area.standardError)
        // The scores do not depend on the labels: the area is 1/2, and the variance that of the
        // test of Mann and Whitney, (N + 1) / (12 m n).
        let (m, n) = (Double(area.positives), Double(area.negatives))
        #expect(abs(area.area - 0.5) < 4 * error)
        #expect(abs(error / ((m + n + 1) / (12 * m * n)).squareRoot() - 1) < 0.02)
    }
}
