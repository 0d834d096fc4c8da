import Foundation

/// The formatting of numbers for people, the same in the terminal, in reports and in charts.
package enum Formatting {
    /// A number with a fixed count of decimals: `0.50`. Zero has no sign.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value)
        let isZero = text.allSatisfy { "-0.".contains($0) }
        return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
    }

    /// A number with its sign, `+` included, and a fixed count of decimals: `+0.5`. Zero has no
    /// sign.
    package static func signed(_ value: Double, _ decimals: Int) -> String {
        let text = fixed(value, decimals)
        return value > 0 && text.contains { $0.isNumber && $0 != "0" } ? "+" + text : text
    }

    /// A fraction in percent: `83.1%`; `–` for nil, `not a number` for NaN and infinity.
    package static func percent(_ fraction: Double?, decimals: Int = 1) -> String {
        guard let fraction else { return "–" }
        return fraction.isFinite ? fixed(100 * fraction, decimals) + "%" : "not a number"
    }

    /// A mean fraction and its standard deviation in percent: `83.1% ± 0.4`.
    package static func percent(_ mean: Double, _ std: Double?, decimals: Int) -> String {
        percent(mean, decimals: decimals) + spread(std.map { 100 * $0 }, decimals)
    }

    /// A standard deviation behind a mean: ` ± 0.4`. One that would round to zero is shown as
    /// ` ± <0.1`, and one below 1e-12 as ` ± 0`; the text is empty for nil.
    package static func spread(_ std: Double?, _ decimals: Int) -> String {
        guard let std else { return "" }
        let least = pow(10, -Double(decimals))
        // Equal values can have a tiny standard deviation by rounding.
        if std < 1e-12 { return " ± 0" }
        return std < least / 2
            ? " ± <\(fixed(least, decimals))" : " ± \(fixed(std, decimals))"
    }

    /// An interval of differences of fractions, in percentage points: `-0.1 to 1.0 points`.
    package static func pointRange(_ interval: ClosedRange<Double>, decimals: Int) -> String {
        let ends = [interval.lowerBound, interval.upperBound].map { fixed(100 * $0, decimals) }
        return ends.joined(separator: " to ") + " points"
    }

    /// An interval of fractions in percent: `81.9% to 87.5%`; `–` for nil and for an interval
    /// without width.
    ///
    /// If both ends would look the same, they get up to six more decimals.
    package static func range(_ interval: ClosedRange<Double>?, decimals: Int = 1) -> String {
        guard let interval, interval.upperBound - interval.lowerBound > 1e-12 else { return "–" }
        func shown(_ digits: Int) -> [String] {
            [interval.lowerBound, interval.upperBound].map { percent($0, decimals: digits) }
        }
        var digits = decimals
        while shown(digits)[0] == shown(digits)[1], digits < decimals + 6 { digits += 1 }
        return shown(digits).joined(separator: " to ")
    }

    /// An interval of numbers: `0.921 to 0.961`; `–` for nil and for an interval without width.
    package static func plainRange(_ interval: ClosedRange<Double>?, decimals: Int = 3) -> String {
        guard let interval, interval.upperBound - interval.lowerBound > 1e-12 else { return "–" }
        return [interval.lowerBound, interval.upperBound].map { fixed($0, decimals) }
            .joined(separator: " to ")
    }

    /// The number of decimals for a value with a standard error, by the rule of the Particle Data
    /// Group: two significant digits of the error if its first three digits are at most 354,
    /// otherwise one; 1 if the error is not a positive number.
    package static func decimals(error: Double) -> Int {
        guard error.isFinite, error > 0 else { return 1 }
        let magnitude = Int(floor(log10(error)))
        let digits = error / pow(10, Double(magnitude)) < 3.545 ? 2 : 1
        return max(0, digits - 1 - magnitude)
    }

    /// A difference of fractions in percentage points: `1.2 points`.
    package static func points(_ fraction: Double, decimals: Int = 1) -> String {
        let text = fixed(100 * fraction, decimals)
        return text == fixed(1, decimals) ? text + " point" : text + " points"
    }

    /// The absolute difference of two fractions in percentage points: `1.2 points`. It is computed
    /// from the rounded values, so that it agrees with them in the same sentence.
    package static func difference(_ a: Double, _ b: Double, decimals: Int) -> String {
        let shown = shownDifference(a, b, decimals: decimals)
        let least = pow(10, -Double(decimals))
        if a != b, abs(shown) < least / 2 {
            return "less than \(points(least / 100, decimals: decimals))"
        }
        return points(abs(shown) / 100, decimals: decimals)
    }

    /// The first fraction minus the second, in percentage points, computed from values rounded to
    /// `decimals`.
    package static func shownDifference(_ a: Double, _ b: Double, decimals: Int) -> Double {
        let scale = pow(10, Double(decimals))
        func shown(_ value: Double) -> Double {
            (Double(fixed(100 * value, decimals)) ?? .nan) * scale
        }
        return (shown(a) - shown(b)).rounded() / scale
    }

    /// A number with three significant digits: `0.412`, `12.3`, `1.23e-06`; `–` for nil.
    package static func significant(_ value: Double?) -> String {
        guard let value else { return "–" }
        guard value.isFinite else { return "not a number" }
        if value == 0 { return "0" }
        let magnitude = Int(floor(log10(abs(value))))
        guard (-4..<6).contains(magnitude) else { return String(format: "%.2e", value) }
        return fixed(value, max(0, 2 - magnitude))
    }

    /// A p-value with its symbol, for a sentence: `p = 0.03`, `p less than 0.001`.
    package static func pValue(_ value: Double) -> String {
        "p \(value < 0.001 ? "" : "= ")\(probability(value))"
    }

    /// A p-value for a sentence: `0.03`, `less than 0.001`.
    package static func probability(_ value: Double) -> String {
        value < 0.001 ? "less than 0.001" : fixed(value, value < 0.1 ? 3 : 2)
    }

    /// A p-value in a table: `0.03`, `< 0.001`.
    package static func shortProbability(_ value: Double) -> String {
        value < 0.001 ? "< 0.001" : probability(value)
    }

    /// An integer with thousands separators: `5,216`.
    package static func count(_ value: Int) -> String {
        let digits = Array(String(abs(value)))
        let groups = digits.enumerated().map { index, digit in
            (index > 0 && (digits.count - index) % 3 == 0 ? "," : "") + String(digit)
        }
        return (value < 0 ? "-" : "") + groups.joined()
    }

    /// A number and a noun, in the plural unless the number is 1: `1 image`, `2 images`.
    package static func plural(_ number: Int, _ word: String) -> String {
        "\(count(number)) \(word)\(number == 1 ? "" : "s")"
    }

    /// A list in a sentence: `a`, `a and b`, `a, b and c`.
    package static func list(_ items: [String]) -> String {
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}
