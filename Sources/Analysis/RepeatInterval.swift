import Evaluation
import Terminal

/// The 95% interval of the mean over repetitions, such as seeds, by Student's t, clipped to the
/// range of possible values.
package enum RepeatInterval {
    /// One repetition, or none.
    case unknown
    /// Two repetitions: their difference is a single number, and the t quantile of one degree of
    /// freedom is 12.7.
    case tooFew
    /// All repetitions gave the same value, so that there is no spread to compute an interval from.
    case identical(count: Int)
    case interval(ClosedRange<Double>, count: Int)

    /// - Parameter range: the possible values, such as 0 to 1 for an accuracy.
    package init(_ values: [Double], within range: ClosedRange<Double>) {
        let spread = Statistics.std(values) ?? 0
        if values.count < 2 {
            self = .unknown
        } else if spread <= 1e-12 * (values.map(abs).max() ?? 0) {
            self = .identical(count: values.count)
        } else if values.count == 2 {
            self = .tooFew
        } else if let interval = Statistics.meanInterval(values, within: range) {
            self = .interval(interval, count: values.count)
        } else {
            self = .unknown
        }
    }

    /// The interval; nil if the repetitions give none.
    package var range: ClosedRange<Double>? {
        if case .interval(let range, _) = self { range } else { nil }
    }

    /// The interval of accuracies as a cell of a table, or the reason why there is none.
    /// - Parameter noun: the noun for a repetition, such as `seed`.
    package func cell(decimals: Int, noun: String) -> String {
        switch self {
        case .unknown: "–"
        case .tooFew: "two \(noun)s cannot decide"
        case .identical(let count): "\(count) \(noun)s, all the same"
        case .interval(let range, _): Formatting.range(range, decimals: decimals)
        }
    }
}
