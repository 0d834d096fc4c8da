import Evaluation
import Foundation
import Testing
import TestSupport

/// Risk-coverage curves, entropies and margins compared with NumPy and SciPy:
/// `Tools/goldens/diagnostics.py`.
@Suite struct RiskCoverageTests {
    static let golden: Golden? = try? Golden("diagnostics/coverage")
    static let cases = 0..<((try? golden?.integer("count")) ?? 0)

    private func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 }

    @Test func allCasesAreThere() { #expect(Self.cases.count == 5) }

    @Test(arguments: cases) func curvesMatchNumPy(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let labels = try golden.integers("\(index).labels")
        let probabilities = try golden.doubles("\(index).probabilities")
        let classes = probabilities.count / labels.count
        let predictions = Predictions(
            labels: labels, probabilities: probabilities, classes: classes)
        let weights = try golden.integers("\(index).weights").map(Double.init)
        let weighted = try WeightedPredictions(predictions, positive: nil).weighted(by: weights)
        let curve = try #require(RiskCoverage(weighted))
        let expected = try golden.doubles("\(index).curve")
        let flat = curve.points.flatMap { [$0.confidence, $0.coverage, $0.risk] }
        #expect(flat.count == expected.count)
        for (got, expected) in zip(flat, expected) { #expect(isNear(got, expected)) }
        #expect(isNear(curve.area, try golden.doubles("\(index).area")[0]))
        #expect(curve.points.last?.coverage == 1)
        let accuracy = try #require(Accuracy().value(weighted))
        #expect(isNear(curve.points.last?.risk ?? .nan, 1 - accuracy))

        let entropies = try golden.doubles("\(index).entropy")
        let margins = try golden.doubles("\(index).margin")
        for image in labels.indices {
            let row = predictions.probabilities(of: image)
            #expect(isNear(Uncertainty.entropy(row), entropies[image]))
            #expect(isNear(Uncertainty.margin(row), margins[image]))
            #expect(Uncertainty.largest(row) == row.max())
        }
    }

    @Test func undefinedCurves() throws {
        #expect(RiskCoverage(confidences: [], isCorrect: []) == nil)
        #expect(RiskCoverage(confidences: [0.5, .nan], isCorrect: [true, false]) == nil)
        #expect(RiskCoverage(confidences: [0.5], isCorrect: [true], weights: [0]) == nil)
        let one = try #require(RiskCoverage(confidences: [0.5], isCorrect: [false]))
        let point = try #require(one.points.first)
        #expect(point.confidence == 0.5 && point.coverage == 1 && point.risk == 1)
        #expect(one.points.count == 1)
        #expect(one.area == 1)
    }

    /// Images of one confidence are kept together, in any order.
    @Test func tiesDoNotDependOnTheOrder() throws {
        let confidences = [0.9, 0.5, 0.5, 0.5]
        let first = try #require(
            RiskCoverage(confidences: confidences, isCorrect: [true, true, false, true]))
        let second = try #require(
            RiskCoverage(confidences: confidences, isCorrect: [true, false, true, true]))
        #expect(first == second)
        #expect(first.points.map(\.coverage) == [0.25, 1])
        #expect(first.points.map(\.risk) == [0, 0.25])
        #expect(first.area == 0.1875)
    }

    @Test func anyConfidenceOrdersTheImages() throws {
        let curve = try #require(
            RiskCoverage(
                confidences: [-.infinity, -0.2, -1], isCorrect: [false, true, true],
                weights: [2, 1, 1]))
        #expect(curve.points.map(\.confidence) == [-0.2, -1, -.infinity])
        #expect(curve.points.map(\.risk) == [0, 0, 0.5])
        #expect(curve.area == 0.25)
    }

    @Test func certainAndUncertainRows() {
        #expect(Uncertainty.entropy([0, 1, 0]) == 0)
        #expect(Uncertainty.margin([0, 1, 0]) == 1)
        #expect(isNear(Uncertainty.entropy([0.25, 0.25, 0.25, 0.25]), log(4)))
        #expect(Uncertainty.margin([0.25, 0.25, 0.25, 0.25]) == 0)
        #expect(Uncertainty.largest([0.1, 0.6, 0.3]) == 0.6)
    }
}
