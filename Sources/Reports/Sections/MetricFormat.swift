import Evaluation
import Terminal

/// The format of a metric's values: fractions in percent, with as many digits as the width of the
/// interval justifies.
struct MetricFormat {
    let inPercent: Bool
    let decimals: Int

    init(_ metric: any Metric, _ interval: ClosedRange<Double>?) {
        inPercent = metric.isFraction
        let width = interval.map { $0.upperBound - $0.lowerBound } ?? 0
        decimals =
            width > 0
            ? Formatting.decimals(error: (inPercent ? 100 : 1) * width / 3.92) : inPercent ? 1 : 3
    }

    func text(_ value: Double?) -> String {
        guard let value else { return "–" }
        return inPercent
            ? Formatting.percent(value, decimals: decimals) : Formatting.fixed(value, decimals)
    }

    /// The text of an interval; a dash for one without width, whose resamplings are all equal.
    func text(_ interval: ClosedRange<Double>?) -> String {
        guard let interval, interval.upperBound - interval.lowerBound > 1e-12 else { return "–" }
        return "\(text(interval.lowerBound)) to \(text(interval.upperBound))"
    }
}
