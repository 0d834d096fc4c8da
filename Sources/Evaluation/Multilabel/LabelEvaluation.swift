import Tensors

/// The metrics of predictions of several labels: of each label, their mean over labels ("macro"),
/// and of all labels together ("micro").
package struct LabelEvaluation: Sendable, Hashable {
    /// A value with its 95% interval.
    package struct Figure: Sendable, Hashable {
        /// The value; nil if it is undefined.
        package var value: Double?
        /// The percentile interval of the bootstrap; nil if none was computed, or if the value is
        /// undefined in a fifth of the replicates or more.
        package var interval: ClosedRange<Double>?
    }

    /// The names of the metrics, in the order of `LabelMetrics.all`.
    package let metrics: [String]
    /// The metrics of each label, `[L, metrics]`; undefined for labels that are not evaluated.
    package let labels: [[Figure]]
    /// The labels, from 0, that have positive and negative images: those of `macro` and `micro`.
    package let evaluated: [Int]
    /// The mean of each metric over the evaluated labels, `[metrics]`.
    package let macro: [Figure]
    /// Each metric of all entries of the evaluated labels together, `[metrics]`.
    package let micro: [Figure]
    /// The fraction of images whose known labels are all predicted correctly.
    package let exactMatch: Figure
    /// The fraction of known entries that are predicted incorrectly.
    package let hammingLoss: Figure

    /// Computes all metrics.
    /// - Parameter bootstrap: draws the images of the intervals, by patient if it has clusters;
    ///   nil: no intervals.
    package init(_ predictions: WeightedLabelPredictions, bootstrap: Bootstrap? = nil) {
        let all = LabelMetrics.all
        let pooled = predictions.pooled(predictions.evaluated)
        func values(_ predictions: WeightedLabelPredictions, _ pooled: PooledLabels?) -> [Double?] {
            let labels = (0..<predictions.labels).flatMap { label in
                all.map { predictions.value($0, of: label) }
            }
            let micro = all.map { metric in
                pooled.flatMap { LabelMetrics.value(metric, $0.predictions) }
            }
            return labels + all.map(predictions.macro) + micro
                + [predictions.exactMatch, predictions.hammingLoss]
        }
        let found = values(predictions, pooled)
        let intervals = bootstrap?.intervals { weights in
            values(predictions.weighted(by: weights), pooled?.weighted(by: weights))
        }
        let figures = found.indices.map { index in
            Figure(
                value: found[index], interval: found[index] == nil ? nil : intervals?[index])
        }
        let count = all.count
        metrics = all.map(\.name)
        labels = (0..<predictions.labels).map { Array(figures[$0 * count..<($0 + 1) * count]) }
        evaluated = predictions.evaluated
        let rest = Array(figures[(predictions.labels * count)...])
        macro = Array(rest[..<count])
        micro = Array(rest[count..<2 * count])
        (exactMatch, hammingLoss) = (rest[2 * count], rest[2 * count + 1])
    }
}
