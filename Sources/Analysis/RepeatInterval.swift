import Evaluation
import Terminal

/// What several repetitions, such as seeds, say of the mean: a 95% interval by Student's t, cut off
/// at the ends of the values that there can be.
package enum RepeatInterval {
    /// One repetition, or none.
    case unknown
    /// Two: their difference is one number, and the t of a single degree of freedom is 12.7.
    case tooFew
    /// All repetitions gave the same value, so that there is no spread to compute an interval from.
    case identical(count: Int)
    case interval(ClosedRange<Double>, count: Int)

    /// - Parameter range: the values that there can be, such as 0 to 1 for an accuracy.
    package init(_ values: [Double], within range: ClosedRange<Double>) {
        let spread = Statistics.deviation(values) ?? 0
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

    package var range: ClosedRange<Double>? {
        if case .interval(let range, _) = self { range } else { nil }
    }

    /// As a cell of a table, of accuracies.
    /// - Parameter noun: what the repetitions are, such as `seed`.
    package func cell(decimals: Int, noun: String) -> String {
        switch self {
        case .unknown: "–"
        case .tooFew: "two \(noun)s cannot decide"
        case .identical(let count): "\(count) \(noun)s, all the same"
        case .interval(let range, _): Numbers.range(range, decimals: decimals)
        }
    }
}
