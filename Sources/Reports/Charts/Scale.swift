import Foundation

/// The range of an axis, fitted to values with a margin on both sides.
struct Scale {
    let low: Double
    let high: Double
    let isLogarithmic: Bool

    /// - Parameters:
    ///   - values: those that are no numbers do not count.
    ///   - least: the smallest span, unless the axis is logarithmic.
    ///   - limits: the range never leaves these by more than a fiftieth of them.
    ///   - mayBeLogarithmic: when the values are positive and span more than two decades.
    init(
        _ values: [Double], least: Double, limits: ClosedRange<Double>? = nil,
        mayBeLogarithmic: Bool = false
    ) {
        let finite = values.filter(\.isFinite)
        let minimum = finite.min() ?? 0
        let maximum = finite.max() ?? 1
        isLogarithmic = mayBeLogarithmic && minimum > 0 && maximum / minimum > 100
        if isLogarithmic {
            let margin = pow(maximum / minimum, 0.05)
            (low, high) = (minimum / margin, maximum * margin)
            return
        }
        let span = max(maximum - minimum, least, abs(maximum) * 1e-6)
        let middle = (minimum + maximum) / 2
        var bounds = (middle - span * 0.55, middle + span * 0.55)
        if let limits {
            let slack = (limits.upperBound - limits.lowerBound) / 50
            bounds.0 = max(bounds.0, limits.lowerBound - slack)
            bounds.1 = min(bounds.1, limits.upperBound + slack)
        }
        (low, high) = bounds
    }

    /// Where a value stands, from 0 at the low end to 1 at the high end.
    func fraction(_ value: Double) -> Double {
        isLogarithmic
            ? log(value / low) / log(high / low)
            : (value - low) / (high - low)
    }

    /// The lines of a script that set the axis `x` or `y`.
    func commands(_ axis: String) -> [String] {
        let number = Gnuplot.number
        return ["set \(axis)range [\(number(low)):\(number(high))]"]
            + (isLogarithmic ? ["set logscale \(axis)"] : [])
            + ["set format \(axis) '%g'"]
    }

    /// Epochs to label: the first, and multiples of a round number, at most about ten.
    static func epochTicks(_ last: Int) -> [Int] {
        let decades = [1, 10, 100, 1000, 10000, 100_000]
        let steps = decades.flatMap { [$0, 2 * $0, 5 * $0] }
        let step = steps.first { last / $0 <= 10 } ?? last
        return step == 1
            ? Array(1...max(last, 1)) : [1] + stride(from: step, through: last, by: step)
    }
}
