/// A figure that says how good predictions are. To add one: a file like those beside it, a line
/// in `Measures.all`, and its value by another program in `Tools/goldens/measures.py`.
package protocol Measure: Sendable {
    /// The name in tables, such as `balanced_accuracy`.
    var name: String { get }
    /// The name in reports.
    var title: String { get }
    /// Whether more is better.
    var isMoreBetter: Bool { get }
    /// Whether a share from 0 to 1, which people read in percent.
    var isShare: Bool { get }
    /// Whether it depends on the classes that images were given, so on a threshold, and not on
    /// probabilities alone.
    var isOfDecisions: Bool { get }
    /// Whether of two classes it depends on which is the positive one; then it is not defined where
    /// nothing says which.
    var isOfPositiveClass: Bool { get }
    /// The values that it can take.
    func range(classes: Int) -> ClosedRange<Double>
    /// Of all predictions; nil where it is not defined.
    func value(_ predictions: WeightedPredictions) -> Double?
    /// Of one class against the rest; nil where it is not defined, or there is no such reading.
    func value(_ predictions: WeightedPredictions, of column: Int) -> Double?
    /// What a class adds to the mean over the classes; nil: it is left out.
    func macroValue(_ predictions: WeightedPredictions, of column: Int) -> Double?
}

extension Measure {
    package var isMoreBetter: Bool { true }
    package var isShare: Bool { false }
    package var isOfDecisions: Bool { false }
    package var isOfPositiveClass: Bool { false }
    package func range(classes: Int) -> ClosedRange<Double> { 0...1 }
    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? { nil }
    package func macroValue(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        value(predictions, of: column)
    }

    /// The mean over the classes ("macro"); nil where no class has a value.
    func macro(_ predictions: WeightedPredictions) -> Double? {
        Statistics.mean((0..<predictions.classes).compactMap { macroValue(predictions, of: $0) })
    }
}

/// A measure of one class against the rest: of two classes it is that of the positive one, of more
/// the mean over the classes ("macro").
package protocol ClassMeasure: Measure {}

extension ClassMeasure {
    package var isOfPositiveClass: Bool { true }

    package func value(_ predictions: WeightedPredictions) -> Double? {
        if predictions.isBinary {
            return predictions.positive.flatMap { value(predictions, of: $0) }
        }
        return macro(predictions)
    }
}

/// All measures, in the order of tables.
package enum Measures {
    package static let all: [any Measure] = [
        Accuracy(), BalancedAccuracy(), Sensitivity(), Specificity(), Precision(), F1(),
        MatthewsCorrelation(), AreaUnderROC(), AveragePrecision(), LogLoss(), BrierScore(),
        CalibrationError(),
    ]
}

/// `part / whole`; nil of nothing.
func share(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }
