import Evaluation
import Testing
import TestSupport

/// Decision curves, threshold rules and predictive values compared with counts by scikit-learn:
/// `Tools/goldens/diagnostics.py`.
@Suite struct DecisionTests {
    static let golden: Golden? = try? Golden("diagnostics/decisions")
    static let cases = 0..<((try? golden?.integer("count")) ?? 0)

    private static func predictions(_ index: Int, in golden: Golden) throws -> WeightedPredictions {
        try WeightedPredictions(
            Predictions(
                labels: try golden.integers("\(index).labels"),
                probabilities: try golden.doubles("\(index).probabilities"), classes: 2),
            positive: 1
        ).weighted(by: try golden.integers("\(index).weights").map(Double.init))
    }

    private static func rules(in golden: Golden) throws -> [ThresholdRule] {
        let values = try golden.doubles("rules")
        let kinds = try #require(golden.text("kinds")).split(separator: ",")
        return kinds.enumerated().map { position, kind in
            let (first, second) = (values[2 * position], values[2 * position + 1])
            return switch kind {
            case "sensitivity": .sensitivity(atLeast: first)
            case "specificity": .specificity(atLeast: first)
            case "cost": .cost(falsePositive: first, falseNegative: second)
            default: .youden
            }
        }
    }

    private func isNear(_ a: Double?, _ b: Double) -> Bool {
        guard b.isFinite else { return a == nil }
        return a.map { abs($0 - b) <= 1e-9 } ?? false
    }

    @Test func allCasesAreThere() throws {
        #expect(Self.cases.count == 8)
        #expect(try Self.rules(in: #require(Self.golden)).count == 22)
    }

    @Test(arguments: cases) func netBenefitsMatchCounts(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(index, in: golden)
        let thresholds = try golden.doubles("thresholds")
        let expected = try golden.doubles("\(index).curve")
        let curve = try #require(DecisionCurve(predictions, of: 1, at: thresholds))
        #expect(curve.points.map(\.threshold) == thresholds)
        for (position, point) in curve.points.enumerated() {
            #expect(isNear(point.model, expected[2 * position]))
            #expect(isNear(point.treatAll, expected[2 * position + 1]))
            #expect(point.treatNone == 0)
            #expect(point.model <= curve.prevalence)
        }
    }

    @Test func decisionCurvesOfFewImages() throws {
        let one = try WeightedPredictions(
            Predictions(labels: [1], probabilities: [0.4, 0.6], classes: 2), positive: 1)
        let curve = try #require(DecisionCurve(one, of: 1))
        #expect(curve.points.count == 99 && curve.prevalence == 1)
        #expect(curve.points[59].threshold == 0.6 && curve.points[59].model == 1)
        #expect(curve.points[60].model == 0 && curve.points[60].treatAll == 1)
        // All images are of the other class.
        let other = try #require(DecisionCurve(one, of: 0, at: [0.5, 0.25]))
        #expect(other.points.map(\.model) == [0, -1.0 / 3])
        #expect(DecisionCurve(one, of: 1, at: [0]) == nil)
        #expect(DecisionCurve(one, of: 1, at: [0.5, 1]) == nil)
        #expect(DecisionCurve(one, of: 1, at: [.nan]) == nil)
        #expect(DecisionCurve(one.weighted(by: [0]), of: 1) == nil)
        #expect(try #require(DecisionCurve(one, of: 1, at: [])).points.isEmpty)
    }

    @Test(arguments: cases) func thresholdsMatchCounts(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(index, in: golden)
        let expected = try golden.doubles("\(index).rules")
        for (position, rule) in try Self.rules(in: golden).enumerated() {
            let threshold = rule.threshold(predictions)
            let values = Array(expected[3 * position..<3 * position + 3])
            #expect(isNear(threshold?.value, values[0]), "\(rule)")
            #expect(isNear(threshold?.youden, values[1] + values[2] - 1), "\(rule)")
            guard let threshold else { continue }
            // The threshold gives the sensitivity and specificity for which it was chosen.
            let decided = predictions.decided(at: threshold.value)
            #expect(isNear(Sensitivity().value(decided), values[1]), "\(rule)")
            #expect(isNear(Specificity().value(decided), values[2]), "\(rule)")
        }
        #expect(ThresholdRule.youden.threshold(predictions) == Threshold.youden(predictions))
    }

    @Test func rulesWithoutAThreshold() throws {
        func predictions(
            _ labels: [Int], _ rows: [Double], classes: Int = 2, positive: Int? = 1
        ) throws -> WeightedPredictions {
            try WeightedPredictions(
                Predictions(labels: labels, probabilities: rows, classes: classes),
                positive: positive)
        }
        let both = try predictions([0, 1], [0.7, 0.3, 0.4, 0.6])
        let undefined = [
            try predictions([1, 1], [0.7, 0.3, 0.4, 0.6]), try predictions([0], [0.5, 0.5]),
            try predictions([0, 1], [0.7, 0.3, 0.4, 0.6], positive: nil),
            try predictions([0, 1], [0.7, 0.3, 0, 0.4, 0.6, 0], classes: 3),
            both.weighted(by: [0, 0]),
        ]
        let rules: [ThresholdRule] = [
            .youden, .sensitivity(atLeast: 0.9), .specificity(atLeast: 0.9),
            .cost(falsePositive: 1, falseNegative: 1),
        ]
        for rule in rules {
            #expect(try #require(rule.threshold(both)).youden == 1)
            for predictions in undefined { #expect(rule.threshold(predictions) == nil) }
        }
        let invalid: [ThresholdRule] = [
            .sensitivity(atLeast: 1.1), .specificity(atLeast: .nan),
            .cost(falsePositive: 0, falseNegative: 0), .cost(falsePositive: -1, falseNegative: 1),
            .cost(falsePositive: .nan, falseNegative: 1),
            .cost(falsePositive: 1, falseNegative: .infinity),
        ]
        for rule in invalid { #expect(rule.threshold(both) == nil, "\(rule)") }
    }

    /// Never predicting the class needs a threshold above the largest probability, and above 1 if
    /// that is 1.
    @Test func aThresholdCanExcludeEveryImage() throws {
        let rule = ThresholdRule.specificity(atLeast: 1)
        let high = try WeightedPredictions(
            Predictions(labels: [0, 1], probabilities: [0, 1, 0.5, 0.5], classes: 2), positive: 1)
        let threshold = try #require(rule.threshold(high))
        #expect(threshold.value == 1.0.nextUp)
        #expect(high.decided(at: threshold.value).predicted == [0, 0])
        let lower = try WeightedPredictions(
            Predictions(labels: [0, 1], probabilities: [0.2, 0.8, 0.5, 0.5], classes: 2),
            positive: 1)
        #expect(abs(try #require(rule.threshold(lower)).value - 0.9) < 1e-12)
    }

    /// Costs of the largest size do not overflow.
    @Test func onlyTheRatioOfCostsMatters() throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(0, in: golden)
        #expect(
            ThresholdRule.cost(falsePositive: 1e308, falseNegative: 1e308).threshold(predictions)
                == ThresholdRule.cost(falsePositive: 1, falseNegative: 1).threshold(predictions))
    }

    @Test func predictiveValuesMatchWeightedPrecision() throws {
        let golden = try #require(Self.golden)
        let rows = try golden.doubles("predictive")
        #expect(rows.count == 50)
        for row in stride(from: 0, to: rows.count, by: 5) {
            let values = try #require(
                PredictiveValues(
                    sensitivity: rows[row], specificity: rows[row + 1], prevalence: rows[row + 2]))
            #expect(isNear(values.positive, rows[row + 3]))
            #expect(isNear(values.negative, rows[row + 4]))
        }
        #expect(PredictiveValues(sensitivity: 1.1, specificity: 1, prevalence: 0.5) == nil)
        #expect(PredictiveValues(sensitivity: 1, specificity: -0.1, prevalence: 0.5) == nil)
        #expect(PredictiveValues(sensitivity: 1, specificity: 1, prevalence: .nan) == nil)
    }
}
