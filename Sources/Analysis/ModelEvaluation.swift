package import Evaluation
package import Results

/// The figures of an evaluation: metrics with 95% intervals, at the largest probability and at a
/// threshold that was fixed before, and their differences from the internal test images.
///
/// Everything is computed from predictions; nothing is chosen or fitted.
package struct ModelEvaluation: Sendable {
    /// The metrics with the class of the largest probability predicted, by name.
    package let metrics: [String: EvaluationRecord.Figure]
    /// The metrics of decisions at the threshold, by name; empty without a threshold.
    package let decided: [String: EvaluationRecord.Figure]
    /// The number of images by actual and predicted class, `[K][K]`.
    package let confusion: [[Int]]
    /// The fraction of images of the positive class; nil without one.
    package let prevalence: Double?
    /// The mean probability of the positive class; nil without one.
    package let meanProbability: Double?
    /// The unit that the bootstrap draws: `images` or `patients`.
    package let unit: String
    /// The number of bootstrap samples.
    package let replicates: Int

    /// The area under the ROC curve by DeLong's method; nil without a positive class.
    package let area: DeLong?

    /// The metrics of each bootstrap sample, in the order of `values`.
    let samples: [[Double?]]

    /// Computes the metrics of predictions, with 95% percentile intervals over images, or over
    /// patients if some have several images.
    /// - Parameters:
    ///   - positive: the positive class of two; nil if it is unknown or there are more.
    ///   - threshold: the probability from which the positive class is predicted; nil: none.
    ///   - seed: the seed of the bootstrap, so that two sets are drawn independently.
    /// - Throws: `EvaluationError` for probabilities that are not numbers.
    package init(
        _ table: PredictionTable, positive: String?, threshold: Double?, seed: UInt64 = 0,
        replicates: Int = StudyAnalysis.replicates
    ) throws(EvaluationError) {
        let predictions = try table.weighted(positive: positive)
        let resampling = TableResampling(table, seed: seed, replicates: replicates)
        unit = resampling.unit
        self.replicates = resampling.bootstrap.replicates
        let threshold = predictions.positive == nil ? nil : threshold
        let samples = (0..<self.replicates).map { replicate in
            Self.values(predictions.weighted(by: resampling.weights(of: replicate)), threshold)
        }
        self.samples = samples
        let values = Self.values(predictions, threshold)
        let intervals = values.indices.map { column in
            Self.wide(Bootstrap.interval(samples.map { $0[column] }))
        }
        func figures(_ names: [String], from start: Int) -> [String: EvaluationRecord.Figure] {
            Dictionary(
                uniqueKeysWithValues: names.enumerated().compactMap { index, name in
                    values[start + index].map {
                        (name, .init(value: $0, interval: intervals[start + index]))
                    }
                })
        }
        metrics = figures(EvaluationMetrics.all.map(\.name), from: 0)
        decided =
            threshold == nil
            ? [:]
            : figures(Self.ofDecisions.map(\.name), from: EvaluationMetrics.all.count)
        confusion = ConfusionMatrix(predictions).counts.map { $0.map { Int($0.rounded()) } }
        area = predictions.positive.flatMap { DeLong(predictions, of: $0) }
        (prevalence, meanProbability) = Self.means(table, predictions.positive)
    }

    /// The metrics that depend on predicted classes.
    package static var ofDecisions: [any Metric] {
        EvaluationMetrics.all.filter(\.isOfDecisions)
    }

    /// The metrics whose values do not need images of every class.
    private static let ofAnyImages: Set = ["accuracy", "log_loss", "brier", "ece"]
    /// The metrics of two classes that need images of one class only.
    private static let ofOneClass: Set = ["sensitivity", "specificity"]

    /// The metrics in the order of `EvaluationMetrics.all`, then those of decisions at the
    /// threshold, if there is one; nil where a metric is undefined.
    static func values(
        _ predictions: WeightedPredictions, _ threshold: Double?
    ) -> [Double?] {
        var present = [Double](repeating: 0, count: predictions.classes)
        for (label, weight) in zip(predictions.labels, predictions.weights) {
            present[label] += weight
        }
        let hasAll = present.allSatisfy { $0 > 0 }
        // Without images of a class, the balanced accuracy, for instance, is that of the other.
        func value(_ metric: any Metric, _ predictions: WeightedPredictions) -> Double? {
            let isDefined =
                hasAll || ofAnyImages.contains(metric.name)
                || predictions.isBinary && ofOneClass.contains(metric.name)
            return isDefined ? metric.value(predictions) : nil
        }
        return EvaluationMetrics.all.map { value($0, predictions) }
            + (threshold.map { threshold in
                let decided = predictions.decided(at: threshold)
                return ofDecisions.map { value($0, decided) }
            } ?? [])
    }

    /// The interval; nil if it has no width, because all samples are equal: that of 20 correct of
    /// 20 images does not mean certainty.
    static func wide(_ interval: ClosedRange<Double>?) -> ClosedRange<Double>? {
        interval.flatMap { $0.upperBound - $0.lowerBound > 1e-12 ? $0 : nil }
    }

    private static func means(
        _ table: PredictionTable, _ positive: Int?
    ) -> (prevalence: Double?, probability: Double?) {
        guard let positive else { return (nil, nil) }
        let (labels, count) = (table.predictions.labels, Double(table.files.count))
        let sum = labels.indices.reduce(0.0) { sum, image in
            sum + table.predictions.probabilities(of: image)[positive]
        }
        return (Double(labels.count { $0 == positive }) / count, sum / count)
    }

    /// The predictive values at stated prevalences, of decisions at the threshold, or else of those
    /// by the largest probability; empty without a positive class of two.
    /// - Parameter prevalences: fractions of the positive class.
    package func predictive(at prevalences: [Double]) -> [EvaluationRecord.Predictive] {
        func index(_ name: String) -> Int? {
            decided.isEmpty
                ? EvaluationMetrics.all.firstIndex { $0.name == name }
                : Self.ofDecisions.firstIndex { $0.name == name }
                    .map { EvaluationMetrics.all.count + $0 }
        }
        let figures = decided.isEmpty ? metrics : decided
        guard let first = index("sensitivity"), let second = index("specificity"),
            let sensitivity = figures["sensitivity"]?.value,
            let specificity = figures["specificity"]?.value, area != nil
        else { return [] }
        return prevalences.map { prevalence in
            func values(_ sensitivity: Double?, _ specificity: Double?) -> PredictiveValues? {
                guard let sensitivity, let specificity else { return nil }
                return PredictiveValues(
                    sensitivity: sensitivity, specificity: specificity, prevalence: prevalence)
            }
            let drawn = samples.map { values($0[first], $0[second]) }
            func figure(
                _ value: (PredictiveValues) -> Double?
            ) -> EvaluationRecord.Figure? {
                values(sensitivity, specificity).flatMap(value).map {
                    .init(
                        value: $0,
                        interval: Self.wide(Bootstrap.interval(drawn.map { $0.flatMap(value) })))
                }
            }
            return EvaluationRecord.Predictive(
                prevalence: prevalence, positive: figure(\.positive), negative: figure(\.negative))
        }
    }

    /// The area under the ROC curve by DeLong's method, with its difference from another set of
    /// images.
    package func area(comparedWith other: ModelEvaluation?) -> EvaluationRecord.Area? {
        guard let area else { return nil }
        let test = other?.area.flatMap { DeLong.unpaired(area, $0) }
        return EvaluationRecord.Area(
            interval: area.interval,
            difference: test.map { .init(value: $0.difference, interval: $0.interval) },
            pValue: test?.pValue)
    }

    /// The metrics minus those of another set of images, by name, with 95% intervals. The two sets
    /// are drawn independently, so they must have different images and seeds. A difference has no
    /// interval if one of the metrics has none.
    package func differences(from other: ModelEvaluation) -> [String: EvaluationRecord.Figure] {
        var differences: [String: EvaluationRecord.Figure] = [:]
        // The calibration error is larger for fewer images, so that of sets of different sizes
        // cannot be compared.
        for (column, metric) in EvaluationMetrics.all.enumerated()
        where metric.name != CalibrationError().name {
            guard let own = metrics[metric.name], let others = other.metrics[metric.name] else {
                continue
            }
            let drawn = zip(samples, other.samples).map { own, others -> Double? in
                guard let a = own[column], let b = others[column] else { return nil }
                return a - b
            }
            differences[metric.name] = .init(
                value: own.value - others.value,
                interval: own.interval == nil || others.interval == nil
                    ? nil : Self.wide(Bootstrap.interval(drawn)))
        }
        return differences
    }

    /// The metrics minus the mean of those of the members of an ensemble, by name, with 95%
    /// intervals. All are drawn together, so they must have the same images and seed.
    package func gains(over members: [ModelEvaluation]) -> [String: EvaluationRecord.Figure] {
        var gains: [String: EvaluationRecord.Figure] = [:]
        for (column, metric) in EvaluationMetrics.all.enumerated() {
            let others = members.compactMap { $0.metrics[metric.name]?.value }
            guard let own = metrics[metric.name], others.count == members.count,
                let mean = Statistics.mean(others)
            else { continue }
            let drawn = samples.indices.map { replicate -> Double? in
                let drawn = members.compactMap { $0.samples[replicate][column] }
                guard let value = samples[replicate][column], drawn.count == members.count,
                    let mean = Statistics.mean(drawn)
                else { return nil }
                return value - mean
            }
            gains[metric.name] = .init(
                value: own.value - mean, interval: Self.wide(Bootstrap.interval(drawn)))
        }
        return gains
    }
}
