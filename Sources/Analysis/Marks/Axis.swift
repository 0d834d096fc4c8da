import Files
import Foundation
import Results
import Terminal

/// The range of an axis and its ticks.
package struct Axis: Sendable, Hashable {
    /// A tick with its label.
    package struct Tick: Sendable, Hashable {
        package var value: Double
        package var label: String

        package init(value: Double, label: String) {
            self.value = value
            self.label = label
        }
    }

    /// The lower end.
    package var lower: Double
    /// The upper end.
    package var upper: Double
    /// The ticks in increasing order.
    package var ticks: [Tick]
    package var isLogarithmic = false

    package init(lower: Double, upper: Double, ticks: [Tick], isLogarithmic: Bool = false) {
        self.lower = lower
        self.upper = upper
        self.ticks = ticks
        self.isLogarithmic = isLogarithmic
    }

    /// The position of a value on the axis, from 0 to 1.
    package func position(_ value: Double) -> Double {
        isLogarithmic
            ? log(value / lower) / log(upper / lower) : (value - lower) / (upper - lower)
    }

    /// An axis for percentages, with a margin around the values and ticks from 0 to 100 only.
    package static func percent(_ values: [Double]) -> Axis {
        guard let low = values.min(), let high = values.max() else {
            return linear(0, 100, ticksIn: 0...100)
        }
        let air = max(0.06 * (high - low), (2 - (high - low)) / 2)
        return linear(
            max(low - air, -1), min(high + air, 100 + max(air, 0.02 * (high - low)) / 2),
            ticksIn: 0...100)
    }

    /// An axis for positive quantities. It starts at zero if the values are near it, and is
    /// logarithmic if they span more than two decades.
    package static func positive(_ values: [Double]) -> Axis {
        guard let low = values.min(), let high = values.max() else { return linear(0, 1) }
        if low > 0, high / low > 100 { return logarithmic(low, high) }
        let air = high > low ? 0.06 * (high - low) : max(0.1 * abs(high), 1e-9)
        if low >= 0, low < 0.35 * high || high == 0 {
            return linear(-0.02 * (high + air), high + air, ticksIn: 0...(.infinity))
        }
        return linear(low - air, high + air)
    }

    /// An axis for quantities that change much at first: logarithmic if a few large values would
    /// make the others indistinguishable.
    package static func spread(_ values: [Double]) -> Axis {
        guard let low = values.min(), let high = values.max(), low > 0, high / low > 8 else {
            return positive(values)
        }
        return logarithmic(low, high)
    }

    /// A logarithmic axis with ticks at powers of ten and a margin around the values.
    package static func logarithmic(_ low: Double, _ high: Double) -> Axis {
        let air = min(pow(high / low, 0.05), 1e9)
        let (lower, upper) = (
            max(low / air, .leastNormalMagnitude), min(high * air, .greatestFiniteMagnitude)
        )
        let decades = Int(floor(log10(lower)))...Int(ceil(log10(upper)))
        let step = max(1, (decades.count + 6) / 7)
        let digits = decades.count <= 5 ? [1, 2, 5] : [1]
        let ticks = decades.filter { $0 % step == 0 }.flatMap { exponent in
            digits.compactMap { Double("\($0)e\(exponent)") }
        }.filter { (lower...upper).contains($0) }
            .map { Tick(value: $0, label: CSVTable.text(of: $0)) }
        return Axis(lower: lower, upper: upper, ticks: ticks, isLogarithmic: true)
    }

    /// A linear axis with four to ten ticks at 1, 2 or 5 times a power of ten.
    /// - Parameter allowed: the range of the ticks.
    package static func linear(
        _ lower: Double, _ upper: Double,
        ticksIn allowed: ClosedRange<Double> = -Double.infinity...Double.infinity
    ) -> Axis {
        guard lower < upper, (upper - lower).isFinite else {
            let start = lower.isFinite ? lower : 0
            return Axis(lower: start, upper: max(start + 1, start.nextUp), ticks: [])
        }
        let step = niceStep((upper - lower) / 7, slack: 0.7)
        let decimals = max(0, Int(ceil(-log10(step) - 1e-9)))
        let numbers =
            Int(
                ceil(lower / step - 1e-9))...max(
                Int(ceil(lower / step - 1e-9)), Int(floor(upper / step + 1e-9)))
        let ticks = numbers.map { Double($0) * step }
            .filter {
                $0 >= allowed.lowerBound - step / 1e6 && $0 <= allowed.upperBound + step / 1e6
            }
            .map { Tick(value: $0, label: Formatting.fixed($0, decimals)) }
        return Axis(lower: lower, upper: upper, ticks: ticks)
    }

    /// An axis for epochs with ticks at the first one and at round numbers.
    package static func epochs(_ last: Int) -> Axis {
        guard last > 1 else {
            return Axis(lower: 0.5, upper: 1.5, ticks: [Tick(value: 1, label: "1")])
        }
        let step = max(1, Int(niceStep(Double(last) / 10, slack: 1)))
        let round = stride(from: step, through: last, by: step).filter { $0 > 1 }
        let air = 0.025 * Double(last - 1)
        return Axis(
            lower: 1 - air, upper: Double(last) + air,
            ticks: ([1] + round).map { Tick(value: Double($0), label: String($0)) })
    }

    /// An axis for fractions from `lower` to 1, with a small margin.
    package static func fraction(_ lower: Double = 0) -> Axis {
        let air = 0.02 * (1 - lower)
        return linear(lower - air, 1 + air, ticksIn: lower...1)
    }

    /// The axis with every second, third, ... tick from the first on, so that `most` or fewer
    /// remain.
    package func thinned(to most: Int) -> Axis {
        guard ticks.count > max(2, most) else { return self }
        let step = (ticks.count + max(2, most) - 1) / max(2, most)
        var axis = self
        axis.ticks = ticks.enumerated().filter { $0.offset.isMultiple(of: step) }.map(\.element)
        return axis
    }

    /// The smallest of 1, 2 and 5 times a power of ten that is at least `slack` times `raw`.
    private static func niceStep(_ raw: Double, slack: Double) -> Double {
        let power = pow(10, floor(log10(raw)))
        return ([1.0, 2, 5].first { $0 * power >= raw * slack * (1 - 1e-9) } ?? 10) * power
    }
}
