/// A metric of the quality of predictions. To add a metric, add a file in this folder, a line in
/// `EvaluationMetrics.all`, and the value from scikit-learn or NumPy in
/// `Tools/goldens/measures.py`.
package protocol Metric: Sendable {
    /// The name in tables, such as `balanced_accuracy`.
    var name: String { get }
    /// The name in reports.
    var title: String { get }
    /// True if a larger value is better.
    var isMoreBetter: Bool { get }
    /// True if the value is a fraction from 0 to 1, which reports show in percent.
    var isFraction: Bool { get }
    /// True if the value depends on predicted classes, and so on a threshold; false if it depends
    /// only on probabilities.
    var isOfDecisions: Bool { get }
    /// True if the value for two classes depends on which class is positive; the value is then
    /// undefined if the positive class is unknown.
    var isOfPositiveClass: Bool { get }
    /// The range of the metric's values for a number of classes.
    func range(classes: Int) -> ClosedRange<Double>
    /// The metric over all predictions, by weight; nil if it is undefined.
    func value(_ predictions: WeightedPredictions) -> Double?
    /// The metric of one class against the rest, by weight; nil if it is undefined, or if the
    /// metric has no value for one class.
    /// - Parameter column: the number of the class, from 0.
    func value(_ predictions: WeightedPredictions, of column: Int) -> Double?
    /// The value that a class contributes to the mean over the classes ("macro"); nil if the mean
    /// leaves the class out.
    func macroValue(_ predictions: WeightedPredictions, of column: Int) -> Double?
    /// The images of which the metric is a fraction, such as those of the positive class for the
    /// sensitivity; nil if it is not the fraction of some images.
    func images(_ predictions: WeightedPredictions) -> [Int]?
}

extension Metric {
    /// By default, a larger value is better.
    package var isMoreBetter: Bool { true }
    /// By default, the value is not a fraction.
    package var isFraction: Bool { false }
    /// By default, the value depends only on probabilities.
    package var isOfDecisions: Bool { false }
    /// By default, the value does not depend on the positive class.
    package var isOfPositiveClass: Bool { false }
    /// By default, the range is 0 to 1.
    package func range(classes: Int) -> ClosedRange<Double> { 0...1 }
    /// By default, the metric has no value for one class.
    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? { nil }
    /// By default, a class contributes its value against the rest to the mean.
    package func macroValue(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        value(predictions, of: column)
    }

    /// By default, the value is not a fraction of images.
    package func images(_ predictions: WeightedPredictions) -> [Int]? { nil }

    /// The mean over the classes ("macro"); nil if no class has a value.
    func macro(_ predictions: WeightedPredictions) -> Double? {
        Statistics.mean((0..<predictions.classes).compactMap { macroValue(predictions, of: $0) })
    }
}

/// A metric of one class against the rest. For two classes its value is that of the positive class,
/// for more classes the mean over the classes ("macro").
package protocol ClassMetric: Metric {}

extension ClassMetric {
    /// The value for two classes depends on which class is positive.
    package var isOfPositiveClass: Bool { true }

    /// The metric over all predictions: for two classes the value of the positive class, for more
    /// the mean over the classes that have a value.
    /// - Returns: nil if the value is undefined, or if the positive class of two is unknown.
    package func value(_ predictions: WeightedPredictions) -> Double? {
        if predictions.isBinary {
            return predictions.positive.flatMap { value(predictions, of: $0) }
        }
        return macro(predictions)
    }

    /// The positive class of two; nil if it is unknown, or if there are more classes.
    func positiveOfTwo(_ predictions: WeightedPredictions) -> Int? {
        predictions.isBinary ? predictions.positive : nil
    }
}

/// The registry of metrics, in the order of tables.
package enum EvaluationMetrics {
    /// The metrics, each created with its defaults.
    package static let all: [any Metric] = [
        Accuracy(), BalancedAccuracy(), Sensitivity(), Specificity(), Precision(), F1(),
        MatthewsCorrelation(), AreaUnderROC(), AveragePrecision(), LogLoss(), BrierScore(),
        CalibrationError(),
    ]
}

/// The fraction `part / whole`; nil if `whole` is 0.
func fraction(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }
