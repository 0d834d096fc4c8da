package import Tensors

/// The metric that `training.monitor` selects: a split, `_` and a metric, such as `val_auroc`. It
/// determines the best epoch of a trial and the configuration that a study chooses.
///
/// `val_` is followed by `loss` or by any metric of `EvaluationMetrics.all`; `train_` by `loss` or
/// `accuracy`, which are computed during training, while the parameters change. Metrics of the test
/// split cannot be monitored.
package struct MonitoredMetric: Sendable, Hashable {
    /// A split that can be monitored.
    package enum Part: String, Sendable, CaseIterable { case val, train }

    /// The split.
    package let part: Part
    /// `loss`, or the name of a metric of `EvaluationMetrics.all`.
    package let metric: String

    /// The value of `training.monitor` that selects no metric: the last epoch counts as the best.
    package static let none = "none"
    /// The default metric.
    package static let usual = MonitoredMetric(part: .val, metric: "accuracy")

    /// All metrics that can be monitored, the default first.
    package static let all: [MonitoredMetric] = {
        let metrics = EvaluationMetrics.all.map(\.name)
        return (["accuracy", "loss"] + metrics.filter { $0 != "accuracy" })
            .map { MonitoredMetric(part: .val, metric: $0) }
            + ["accuracy", "loss"].map { MonitoredMetric(part: .train, metric: $0) }
    }()

    /// The values that `training.monitor` accepts: the names of all metrics, and `none`.
    package static let names = all.map(\.name) + [none]

    private init(part: Part, metric: String) {
        self.part = part
        self.metric = metric
    }

    /// - Parameter name: the name, such as `val_accuracy`.
    /// - Returns: nil for `none` and for unknown names.
    package init?(_ name: String) {
        guard let known = Self.all.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    /// The name in study files, such as `val_accuracy`.
    package var name: String { "\(part.rawValue)_\(metric)" }

    /// The metric in the registry; nil for `loss`, which training computes with its own formula.
    package var evaluationMetric: (any Metric)? {
        EvaluationMetrics.all.first { $0.name == metric }
    }

    /// True if a larger value is better.
    package var largerIsBetter: Bool { evaluationMetric?.isMoreBetter ?? false }

    /// True if the value is a fraction from 0 to 1, which reports show in percent.
    package var isFraction: Bool { evaluationMetric?.isFraction ?? false }

    /// True for `loss` and `accuracy`, which the tables of epochs contain for every study.
    package var isPlain: Bool { metric == "loss" || metric == "accuracy" }

    /// The name in reports, such as `validation AUROC`.
    package var title: String {
        "\(part == .val ? "validation" : "training") \(evaluationMetric?.title ?? metric)"
    }

    /// True if the value for two classes depends on which class is positive.
    package var isOfPositiveClass: Bool { evaluationMetric?.isOfPositiveClass ?? false }

    /// True if `value` is better than `other`. NaN is worse than any number.
    package func isBetter(_ value: Double, than other: Double) -> Bool {
        if value.isNaN || other.isNaN { return !value.isNaN && other.isNaN }
        return largerIsBetter ? value > other : value < other
    }

    /// The value for some predictions; nil if it is undefined, and for `loss`.
    ///
    /// If there are two classes and the positive class is unknown, a metric that depends on it is
    /// the mean over both classes ("macro"), as for more classes. In this mean the precision of a
    /// class that has images and is never predicted is 0, as in scikit-learn.
    /// - Parameter hasPositive: true if the positive class is known.
    package func value(_ predictions: WeightedPredictions, hasPositive: Bool) -> Double? {
        guard let evaluationMetric else { return nil }
        guard predictions.isBinary, !hasPositive, evaluationMetric.isOfPositiveClass else {
            return evaluationMetric.value(predictions)
        }
        return evaluationMetric.macro(predictions)
    }

    /// The value for predictions of several labels: the mean over the labels that have positive and
    /// negative images ("macro"); nil if it is undefined, and for `loss`.
    package func value(_ predictions: WeightedLabelPredictions) -> Double? {
        evaluationMetric.flatMap { predictions.macro($0) }
    }

    /// True if the metric distinguishes perfect predictions of several labels from entirely
    /// incorrect ones.
    /// - Parameter counts: the images in each state of each label.
    package func canDecide(_ counts: [LabelCounts]) -> Bool {
        guard evaluationMetric != nil, metric != "accuracy" else {
            return counts.contains { $0.known > 0 }
        }
        return counts.contains { $0.positive > 0 && $0.negative > 0 }
    }

    /// True if the metric distinguishes perfect predictions from entirely incorrect ones on images
    /// of these classes.
    /// - Parameter labels: the actual classes of the images.
    package func canDecide(_ labels: [Int], classes: Int, positive: Int?) -> Bool {
        guard evaluationMetric != nil else { return !labels.isEmpty }
        func value(_ predicted: [Int]) -> Double? {
            let rows = predicted.flatMap { name in (0..<classes).map { $0 == name ? 1.0 : 0 } }
            let predictions = Predictions(
                labels: labels, predicted: predicted, probabilities: rows, classes: classes)
            let weighted = try? WeightedPredictions(predictions, positive: positive)
            return weighted.flatMap { self.value($0, hasPositive: positive != nil) }
        }
        let perfect = value(labels)
        return perfect != nil && perfect != value(labels.map { ($0 + 1) % classes })
    }
}
