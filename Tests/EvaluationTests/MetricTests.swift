import Evaluation
import Testing
import TestSupport

/// Metrics compared with scikit-learn: `Tools/goldens/measures.py`.
@Suite struct MetricTests {
    static let golden: Golden? = try? Golden("measures/cases")
    static let cases = 0..<((try? golden?.integer("count")) ?? 0)
    /// The cases of two classes, both of which have images.
    static let curves = cases.filter { golden?.has("\($0).roc") == true }

    private static func predictions(_ index: Int, in golden: Golden) throws -> WeightedPredictions {
        let labels = try golden.integers("\(index).labels")
        let probabilities = try golden.doubles("\(index).probabilities")
        return try WeightedPredictions(
            Predictions(
                labels: labels, predicted: try golden.integers("\(index).predicted"),
                probabilities: probabilities, classes: probabilities.count / labels.count),
            positive: try golden.integers("\(index).positive")[0]
        ).weighted(by: try golden.integers("\(index).weights").map(Double.init))
    }

    private func check(_ got: Double?, _ expected: Double, _ what: String) {
        guard expected.isFinite else {
            #expect(got == nil, "\(what): not defined by scikit-learn")
            return
        }
        let difference = got.map { abs($0 - expected) } ?? .infinity
        #expect(difference <= 1e-9, "\(what): got \(got as Any), scikit-learn \(expected)")
    }

    @Test func thereAreCasesForEveryMetric() throws {
        let golden = try #require(Self.golden)
        #expect(Self.cases.count == 52)
        #expect(Self.curves.count == 19)
        #expect(golden.text("measures") == EvaluationMetrics.all.map(\.name).joined(separator: ","))
    }

    @Test(arguments: cases)
    func metricsMatchScikitLearn(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(index, in: golden)
        let values = try golden.doubles("\(index).values")
        for (metric, value) in zip(EvaluationMetrics.all, values) {
            check(metric.value(predictions), value, metric.name)
        }
        let classes = try golden.doubles("\(index).classes")
        for column in 0..<predictions.classes {
            for (position, metric) in EvaluationMetrics.all.enumerated() {
                let value = classes[column * EvaluationMetrics.all.count + position]
                check(
                    metric.value(predictions, of: column), value,
                    "\(metric.name) of class \(column)")
            }
        }
    }

    @Test(arguments: curves)
    func curvesMatchScikitLearn(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(index, in: golden)
        let positive = try #require(predictions.positive)
        let roc = try #require(ROCCurve(predictions, of: positive))
        let expected = try golden.doubles("\(index).roc")
        #expect(roc.points.count == expected.count / 3)
        for (position, point) in roc.points.enumerated() {
            let threshold = min(9, point.threshold)
            for (got, value) in zip(
                [point.falsePositiveRate, point.truePositiveRate, threshold],
                expected[3 * position..<3 * position + 3])
            { check(got, value, "point \(position) of the ROC curve") }
        }
        let curve = try #require(PrecisionRecallCurve(predictions, of: positive))
        let flat = curve.points.flatMap { [$0.recall, $0.precision] }
        let wanted = try golden.doubles("\(index).pr")
        #expect(flat.count == wanted.count)
        for (got, value) in zip(flat, wanted) { check(got, value, "precision and recall") }
        check(roc.area, AreaUnderROC().value(predictions) ?? .nan, "area")
        check(curve.averagePrecision, AveragePrecision().value(predictions) ?? .nan, "precision")
    }

    /// The predictions at the threshold have the largest Youden index of all points of the curve.
    @Test(arguments: cases)
    func thresholdsAreTheBestOnes(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(index, in: golden)
        guard let threshold = Threshold.youden(predictions) else {
            let positive = try #require(predictions.positive)
            #expect(!predictions.isBinary || ROCCurve(predictions, of: positive) == nil)
            return
        }
        let decided = predictions.decided(at: threshold.value)
        let sensitivity = try #require(Sensitivity().value(decided))
        let specificity = try #require(Specificity().value(decided))
        let positive = try #require(predictions.positive)
        let best =
            try #require(ROCCurve(predictions, of: positive)).points
            .map { $0.truePositiveRate - $0.falsePositiveRate }.max() ?? 0
        check(sensitivity + specificity - 1, threshold.youden, "Youden index")
        check(threshold.youden, best, "the best index")
    }

    @Test func bootstrapIntervalsMatchNumPy() throws {
        let golden = try Golden("measures/bootstrap")
        let labels = try golden.integers("labels")
        let probabilities = try golden.doubles("probabilities")
        let predictions = try WeightedPredictions(
            Predictions(
                labels: labels,
                predicted: labels.indices.map { probabilities[2 * $0 + 1] > 0.5 ? 1 : 0 },
                probabilities: probabilities, classes: 2), positive: 1)
        let bootstrap = Bootstrap(
            images: labels.count, replicates: try golden.integer("replicates"),
            seed: UInt64(try golden.integer("seed")))
        let intervals = bootstrap.intervals { weights in
            let drawn = predictions.weighted(by: weights)
            return [Accuracy().value(drawn), AreaUnderROC().value(drawn), nil]
        }
        let expected = try golden.doubles("intervals")
        for index in 0..<2 {
            check(intervals[index]?.lowerBound, expected[2 * index], "lower bound")
            check(intervals[index]?.upperBound, expected[2 * index + 1], "upper bound")
        }
        #expect(intervals[2] == nil)
    }
}
