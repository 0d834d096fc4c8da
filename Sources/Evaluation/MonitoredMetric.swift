/// A metric that is followed while a network trains, as `training.monitor` names it: a split, `_`
/// and a metric, such as `val_auroc`. It decides which epoch of a trial counts and which
/// configuration of a study is chosen.
///
/// `val_` takes `loss` and every metric of `EvaluationMetrics.all`. `train_` takes `loss` and
/// `accuracy`, which are computed during training, while the parameters change. No metric of the
/// test split can be named.
package struct MonitoredMetric: Sendable, Hashable {
    /// A split whose figures may decide.
    package enum Part: String, Sendable, CaseIterable { case val, train }

    package let part: Part
    /// `loss`, or the name of a metric of `EvaluationMetrics.all`.
    package let metric: String

    /// Stands in place of a metric where none is followed: the last epoch counts.
    package static let none = "none"
    /// The metric of a study that names none.
    package static let usual = MonitoredMetric(part: .val, metric: "accuracy")

    /// All metrics that can be followed, the usual one first.
    package static let all: [MonitoredMetric] = {
        let measures = EvaluationMetrics.all.map(\.name)
        return (["accuracy", "loss"] + measures.filter { $0 != "accuracy" })
            .map { MonitoredMetric(part: .val, metric: $0) }
            + ["accuracy", "loss"].map { MonitoredMetric(part: .train, metric: $0) }
    }()

    /// What `training.monitor` may be: the names of all metrics, and `none`.
    package static let names = all.map(\.name) + [none]

    private init(part: Part, metric: String) {
        self.part = part
        self.metric = metric
    }

    /// - Parameter name: such as `val_accuracy`; nil for `none` and for unknown names.
    package init?(_ name: String) {
        guard let known = Self.all.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    /// As in a study file: `val_accuracy`.
    package var name: String { "\(part.rawValue)_\(metric)" }

    /// Nil for `loss`, which the training computes by its own formula.
    package var measure: (any Metric)? { EvaluationMetrics.all.first { $0.name == metric } }

    package var largerIsBetter: Bool { measure?.isMoreBetter ?? false }

    /// Whether people read its values in percent.
    package var isShare: Bool { measure?.isShare ?? false }

    /// Whether `EpochRecord`-like tables hold it beside loss and accuracy of the split.
    package var isPlain: Bool { metric == "loss" || metric == "accuracy" }

    /// `validation AUROC`
    package var title: String {
        "\(part == .val ? "validation" : "training") \(measure?.title ?? metric)"
    }

    /// Whether its value for two classes depends on which of them is the positive one.
    package var isOfPositiveClass: Bool { measure?.isOfPositiveClass ?? false }

    /// Whether a value is better than another. What is not a number is worse than any number.
    package func isBetter(_ value: Double, than other: Double) -> Bool {
        if value.isNaN || other.isNaN { return !value.isNaN && other.isNaN }
        return largerIsBetter ? value > other : value < other
    }

    /// The metric of some predictions; nil where it is not defined, and for `loss`.
    ///
    /// Of two classes of which neither is called positive, a metric that depends on it is the mean
    /// over both classes ("macro"), as it is with more classes. As in scikit-learn, the precision
    /// of a class that has images and was never predicted is 0 there.
    /// - Parameter hasPositive: whether the positive class is known.
    package func value(_ predictions: WeightedPredictions, hasPositive: Bool) -> Double? {
        guard let measure else { return nil }
        guard predictions.isBinary, !hasPositive, measure.isOfPositiveClass else {
            return measure.value(predictions)
        }
        return measure.macro(predictions)
    }

    /// Whether the metric can tell good predictions from bad ones on images of these classes.
    /// - Parameter labels: the classes of the images.
    package func canDecide(_ labels: [Int], classes: Int, positive: Int?) -> Bool {
        guard measure != nil else { return !labels.isEmpty }
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
