import Evaluation
import Tensors
import Testing
import TestSupport

/// Metrics of several labels, compared with scikit-learn and NumPy: `Tools/goldens/multilabel.py`.
@Suite struct LabelMetricTests {
    static let golden: Golden? = try? Golden("multilabel/metrics")
    static let cases = 0..<((try? golden?.integer("count")) ?? 0)

    private static func predictions(
        _ golden: Golden, prefix: String, labels: Int
    ) throws -> WeightedLabelPredictions {
        let states = try golden.integers("\(prefix)states").map {
            try #require(LabelState(rawValue: UInt8($0)))
        }
        return try WeightedLabelPredictions(
            LabelPredictions(
                truth: LabelMatrix(states, labels: labels),
                probabilities: try golden.doubles("\(prefix)scores")))
    }

    private func check(_ got: Double?, _ expected: Double, _ what: String) {
        guard expected.isFinite else {
            #expect(got == nil, "\(what): not defined by scikit-learn; got \(got as Any)")
            return
        }
        let difference = got.map { abs($0 - expected) } ?? .infinity
        #expect(difference <= 1e-9, "\(what): got \(got as Any), scikit-learn \(expected)")
    }

    @Test func thereAreCasesForEveryMetric() throws {
        let golden = try #require(Self.golden)
        #expect(Self.cases.count == 15)
        #expect(golden.text("metrics") == LabelMetrics.all.map(\.name).joined(separator: ","))
    }

    @Test(arguments: cases) func metricsMatchScikitLearn(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let thresholds = try golden.doubles("\(index).thresholds")
        let predictions = try Self.predictions(
            golden, prefix: "\(index).", labels: thresholds.count
        ).decided(at: thresholds).weighted(
            by: try golden.integers("\(index).weights").map(Double.init))
        let evaluation = LabelEvaluation(predictions)
        let each = try golden.doubles("\(index).labels")
        let macro = try golden.doubles("\(index).macro")
        let micro = try golden.doubles("\(index).micro")
        for (position, metric) in LabelMetrics.all.enumerated() {
            for label in thresholds.indices {
                check(
                    evaluation.labels[label][position].value,
                    each[label * LabelMetrics.all.count + position],
                    "\(metric.name) of label \(label)")
            }
            check(evaluation.macro[position].value, macro[position], "macro \(metric.name)")
            check(evaluation.micro[position].value, micro[position], "micro \(metric.name)")
            check(predictions.micro(metric), micro[position], "micro \(metric.name)")
        }
        let rows = try golden.doubles("\(index).rows")
        check(evaluation.exactMatch.value, rows[0], "exact match")
        check(evaluation.hammingLoss.value, rows[1], "Hamming loss")
    }

    /// The order of thresholds and weights does not matter.
    @Test func thresholdsAndWeightsCommute() throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(golden, prefix: "5.", labels: 5)
        let weights = (0..<predictions.count).map { Double($0 % 3) }
        let thresholds = [0.2, 0.4, 0.5, 0.6, 0.8]
        let first = LabelEvaluation(predictions.decided(at: thresholds).weighted(by: weights))
        let second = LabelEvaluation(predictions.weighted(by: weights).decided(at: thresholds))
        #expect(first == second)
        #expect(first != LabelEvaluation(predictions.weighted(by: weights)))
    }

    /// Intervals equal NumPy's for the patients that the project's generator draws.
    @Test func intervalsMatchNumPy() throws {
        let golden = try Golden("multilabel/patients")
        let predictions = try Self.predictions(golden, prefix: "", labels: 4)
        let bootstrap = Bootstrap(
            images: predictions.count, replicates: try golden.integer("replicates"),
            seed: UInt64(try golden.integer("seed")), clusters: try golden.integers("clusters"))
        let evaluation = LabelEvaluation(predictions, bootstrap: bootstrap)
        let names = try #require(golden.text("metrics")).split(separator: ",").map(String.init)
        let columns = names.map { name in LabelMetrics.all.firstIndex { $0.name == name } ?? -1 }
        let rows = evaluation.labels + [evaluation.macro, evaluation.micro]
        let found =
            rows.flatMap { row in columns.map { row[$0].interval } }
            + [evaluation.exactMatch.interval, evaluation.hammingLoss.interval]
        let expected = try golden.doubles("intervals")
        #expect(found.count * 2 == expected.count)
        for (index, interval) in found.enumerated() {
            let interval = try #require(interval)
            #expect(abs(interval.lowerBound - expected[2 * index]) < 1e-9, "lower end \(index)")
            #expect(abs(interval.upperBound - expected[2 * index + 1]) < 1e-9, "upper end \(index)")
        }
    }

    private static let small = LabelMatrix(
        [
            .positive, .negative, .positive, .ignored, .negative, .negative, .positive, .ignored,
            .positive, .negative, .positive, .ignored,
        ], labels: 4)
    private static let scores = [0.9, 0.1, 0.7, 0.5, 0.2, 0.3, 0.6, 0.5, 0.4, 0.8, 0.9, 0.5]

    /// Labels without positive or without negative images are left out with a reason.
    @Test func labelsWithOneStateAreLeftOutWithAReason() throws {
        let predictions = try WeightedLabelPredictions(
            LabelPredictions(truth: Self.small, probabilities: Self.scores))
        #expect(predictions.evaluated == [0])
        let reasons = (0..<4).map { predictions.undefined(AreaUnderROC(), of: $0) }
        #expect(reasons == [nil, .noPositive, .noNegative, .allIgnored])
        #expect(predictions.macro(AreaUnderROC()) == predictions.value(AreaUnderROC(), of: 0))
        let never = predictions.decided(at: [0.95, 0.5, 0.5, 0.5])
        #expect(never.undefined(Precision(), of: 0) == .neverPredicted)
        #expect(never.macro(Precision()) == 0)
        #expect(never.undefined(F1(), of: 0) == nil)
    }

    /// No label can be evaluated: every mean is undefined, and nothing is a number.
    @Test func withoutEvaluatedLabelsNothingIsDefined() throws {
        let all = LabelMatrix([LabelState](repeating: .ignored, count: 6), labels: 2)
        let predictions = try WeightedLabelPredictions(
            LabelPredictions(truth: all, probabilities: [Double](repeating: 0.5, count: 6)))
        let evaluation = LabelEvaluation(
            predictions, bootstrap: Bootstrap(images: 3, replicates: 5))
        let figures =
            evaluation.labels.flatMap { $0 } + evaluation.macro + evaluation.micro
            + [evaluation.exactMatch, evaluation.hammingLoss]
        #expect(figures.allSatisfy { $0.value == nil && $0.interval == nil })
    }

    /// The thresholds of a rule are those of each label alone; labels with one state keep 0.5.
    @Test func thresholdsAreThoseOfEachLabel() throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(golden, prefix: "12.", labels: 6)
        for rule in [ThresholdRule.youden, .sensitivity(atLeast: 0.9), .specificity(atLeast: 0.9)] {
            let thresholds = LabelThresholds(predictions, rule: rule)
            #expect(thresholds.undecided == [0, 1, 2, 3])
            for label in [4, 5] {
                let alone = try #require(predictions.of(label))
                #expect(thresholds.values[label] == rule.threshold(alone)?.value)
            }
            #expect(thresholds.values[0] == 0.5)
        }
        // The sensitivity at the threshold of a specificity is the metric's value.
        let decided = predictions.decided(
            at: LabelThresholds(predictions, rule: .specificity(atLeast: 0.9)).values)
        for label in [4, 5] {
            #expect(
                decided.value(Sensitivity(), of: label)
                    == decided.value(SensitivityAtSpecificity(0.9), of: label))
        }
    }

    @Test func badPredictionsAreRefused() {
        let row = LabelMatrix([.positive, .negative], labels: 2)
        func error(_ probabilities: [Double], _ truth: LabelMatrix = row) -> EvaluationError? {
            do {
                _ = try WeightedLabelPredictions(
                    LabelPredictions(truth: truth, probabilities: probabilities))
                return nil
            } catch { return error }
        }
        #expect(error([0.5]) == .badLabelCounts(images: 1, labels: 2, probabilities: 1))
        #expect(error([0.5, 1.5]) == .badLabelProbability(image: 0, label: 1, got: 1.5))
        guard case .badLabelProbability(0, 0, let got)? = error([.nan, 0]), got.isNaN else {
            Issue.record("NaN was accepted")
            return
        }
        #expect(error([], LabelMatrix([], labels: 2)) == .noImages)
    }
}
