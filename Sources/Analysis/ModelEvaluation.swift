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
    /// The number of images by actual and predicted class, `[K][K]`, with the class of the largest
    /// probability predicted.
    package let confusion: [[Int]]
    /// The same of decisions at the threshold; nil without a threshold.
    package let decidedConfusion: [[Int]]?
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
    /// The exact intervals of the decisions at the threshold, or else of those by the largest
    /// probability; nil without a positive class of two or without images of a class.
    let rates: Rates?

    /// Computes the metrics of predictions, with 95% percentile intervals over images, or over
    /// patients if some have several images; where the bootstrap has no interval, that of a
    /// proportion has the one of `ProportionInterval`.
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
        let patients = resampling.patients
        func figures(
            _ metrics: [any Metric], of predictions: WeightedPredictions, from start: Int
        ) -> [String: EvaluationRecord.Figure] {
            Dictionary(
                uniqueKeysWithValues: metrics.enumerated().compactMap { index, metric in
                    values[start + index].map { value in
                        let drawn = Self.wide(Bootstrap.interval(samples.map { $0[start + index] }))
                        let proportion =
                            drawn == nil
                            ? metric.proportionInterval(predictions, units: patients) : nil
                        return (
                            metric.name,
                            .init(value: value, resampled: drawn, proportion: proportion)
                        )
                    }
                })
        }
        metrics = figures(EvaluationMetrics.all, of: predictions, from: 0)
        let decisions = threshold.map { predictions.decided(at: $0) }
        decided =
            decisions.map {
                figures(Self.ofDecisions, of: $0, from: EvaluationMetrics.all.count)
            } ?? [:]
        rates = Rates(decisions ?? predictions, patients)
        confusion = Self.confusion(predictions)
        decidedConfusion = decisions.map(Self.confusion)
        area = predictions.positive.flatMap { DeLong(predictions, of: $0) }
        (prevalence, meanProbability) = Self.means(table, predictions.positive)
    }

    private static func confusion(_ predictions: WeightedPredictions) -> [[Int]] {
        ConfusionMatrix(predictions).counts.map { $0.map { Int($0.rounded()) } }
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
    package static func wide(_ interval: ClosedRange<Double>?) -> ClosedRange<Double>? {
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
    /// interval if the bootstrap has none for one of the metrics.
    /// - Parameter atThreshold: whether the metrics of both sets are those of decisions at the
    ///   threshold.
    package func differences(
        from other: ModelEvaluation, atThreshold: Bool = false
    ) -> [String: EvaluationRecord.Figure] {
        let (first, second) = atThreshold ? (decided, other.decided) : (metrics, other.metrics)
        let (all, start) =
            atThreshold
            ? (Self.ofDecisions, EvaluationMetrics.all.count) : (EvaluationMetrics.all, 0)
        var differences: [String: EvaluationRecord.Figure] = [:]
        // The calibration error is larger for fewer images, so that of sets of different sizes
        // cannot be compared.
        for (index, metric) in all.enumerated() where metric.name != CalibrationError().name {
            guard let own = first[metric.name], let others = second[metric.name] else { continue }
            let column = start + index
            let drawn = zip(samples, other.samples).map { own, others -> Double? in
                guard let a = own[column], let b = others[column] else { return nil }
                return a - b
            }
            differences[metric.name] = .init(
                value: own.value - others.value,
                interval: own.resampled == nil || others.resampled == nil
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
