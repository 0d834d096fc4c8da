import Evaluation
import TestSupport
import Testing

/// Logistic recalibration compared with statsmodels: `Tools/goldens/proportions.py`.
@Suite struct LogisticRecalibrationTests {
    static let golden: Golden? = try? Golden("diagnostics/recalibration")
    static let cases = 0..<((try? golden?.integer("count")) ?? 0)

    private static func predictions(
        _ labels: [Int], _ scores: [Double], positive: Int = 1
    ) throws -> WeightedPredictions {
        try WeightedPredictions(
            Predictions(
                labels: labels, probabilities: scores.flatMap { [1 - $0, $0] }, classes: 2),
            positive: positive)
    }

    @Test func allCasesAreThere() { #expect(Self.cases.count == 6) }

    @Test(arguments: cases) func slopeAndInterceptMatchStatsmodels(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let labels = try golden.integers("\(index).labels")
        let predictions = try WeightedPredictions(
            Predictions(
                labels: labels, probabilities: try golden.doubles("\(index).probabilities"),
                classes: 2), positive: 1
        ).weighted(by: try golden.integers("\(index).weights").map(Double.init))
        let expected = try golden.doubles("\(index).results")
        let fit = try LogisticRecalibration(fit: predictions)
        for (found, expected) in zip([fit.slope, fit.intercept, fit.inTheLarge], expected) {
            #expect(abs(found - expected) < 1e-7 * max(1, abs(expected)), "\(found) \(expected)")
        }
        // The start changes nothing.
        let again = try LogisticRecalibration(
            fit: predictions, from: LogisticRecalibration(fit: predictions))
        #expect(abs(again.slope - fit.slope) < 1e-9 * max(1, abs(fit.slope)))
        #expect(abs(again.inTheLarge - fit.inTheLarge) < 1e-9)
    }

    /// The other class as the positive one: the same slope, and opposite constants.
    @Test func thePositiveClassSelectsTheSign() throws {
        let labels = [1, 1, 0, 1, 0, 0, 1, 0]
        let scores = [0.9, 0.6, 0.7, 0.8, 0.2, 0.3, 0.4, 0.1]
        let one = try LogisticRecalibration(fit: Self.predictions(labels, scores))
        let other = try LogisticRecalibration(fit: Self.predictions(labels, scores, positive: 0))
        #expect(abs(one.slope - other.slope) < 1e-9)
        #expect(abs(one.intercept + other.intercept) < 1e-9)
        #expect(abs(one.inTheLarge + other.inTheLarge) < 1e-9)
    }

    @Test(arguments: [
        ([1, 1, 1], [0.2, 0.5, 0.9], LogisticRecalibration.Omission.oneClass),
        ([0], [0.5], .oneClass),
        ([0, 1, 1], [0.3, 0.3, 0.3], .equalProbabilities),
        ([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], .separation),
        // Separated with a tie, and in the wrong direction.
        ([0, 0, 1, 1], [0.1, 0.5, 0.5, 0.9], .separation),
        ([1, 1, 0, 0], [0.1, 0.2, 0.8, 0.9], .separation),
        ([0, 1], [0, 1], .separation),
    ])
    func undefinedCases(
        _ labels: [Int], _ scores: [Double], _ reason: LogisticRecalibration.Omission
    ) throws {
        let predictions = try Self.predictions(labels, scores)
        #expect(throws: reason) { try LogisticRecalibration(fit: predictions) }
    }

    /// Images of weight 0 are left out, also for the classes that are present.
    @Test func imagesWithoutWeightDoNotCount() throws {
        let labels = [0, 1, 0, 1, 1]
        let scores = [0.2, 0.4, 0.6, 0.9, 0.1]
        let fit = try LogisticRecalibration(
            fit: Self.predictions(labels, scores).weighted(by: [1, 1, 1, 1, 0]))
        let without = try LogisticRecalibration(
            fit: Self.predictions(Array(labels[..<4]), Array(scores[..<4])))
        #expect(abs(fit.slope - without.slope) < 1e-9)
        let one = try Self.predictions(labels, scores).weighted(by: [1, 0, 1, 0, 0])
        #expect(throws: LogisticRecalibration.Omission.oneClass) {
            try LogisticRecalibration(fit: one)
        }
    }

    /// Probabilities of 0 and 1 give finite figures.
    @Test func extremeProbabilities() throws {
        let fit = try LogisticRecalibration(
            fit: Self.predictions([0, 1, 0, 1, 0, 1], [0, 1, 1, 0, 0, 1]))
        #expect(fit.slope > 0 && fit.slope < 1)
        #expect(fit.intercept.isFinite && fit.inTheLarge.isFinite)
    }
}
