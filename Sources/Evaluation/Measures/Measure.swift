/// A figure that says how good answers are. To add one: a file like those beside this one, a line in `Measures.all`, and its
/// value by another program in `Tools/goldens/measures.py`.
package protocol Measure: Sendable {
    /// The name in tables, such as `balanced_accuracy`.
    var name: String { get }
    /// The name in reports.
    var title: String { get }
    /// Whether more is better.
    var isMoreBetter: Bool { get }
    /// Whether a share from 0 to 1, which people read in percent.
    var isShare: Bool { get }
    /// Whether it depends on the classes that images were given, so on a threshold, and not on probabilities alone.
    var isOfDecisions: Bool { get }
    /// Whether its value for two classes depends on which of them is the positive one.
    var isOfPositiveClass: Bool { get }
    /// Of all answers; nil where it is not defined.
    func value(_ answers: Answers) -> Double?
    /// Of one class against the rest; nil where it is not defined, or there is no such reading.
    func value(_ answers: Answers, of column: Int) -> Double?
}

extension Measure {
    package var isMoreBetter: Bool { true }
    package var isShare: Bool { false }
    package var isOfDecisions: Bool { false }
    package var isOfPositiveClass: Bool { false }
    package func value(_ answers: Answers, of column: Int) -> Double? { nil }
}

/// A measure of one class against the rest: of two classes it is that of the positive one, of more the mean over the
/// classes where it is defined ("macro").
package protocol ClassMeasure: Measure {}

extension ClassMeasure {
    package var isOfPositiveClass: Bool { true }

    package func value(_ answers: Answers) -> Double? {
        if answers.isBinary { return value(answers, of: answers.positive) }
        return Statistics.mean((0..<answers.classes).compactMap { value(answers, of: $0) })
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
