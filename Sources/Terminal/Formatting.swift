import Foundation

/// Numbers as people read them: few digits, the same everywhere.
package enum Formatting {
    /// With a fixed count of decimals: `0.50`.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value)
        let isZero = text.allSatisfy { "-0.".contains($0) }
        return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
    }

    /// With its sign, but for zero.
    package static func signed(_ value: Double, _ decimals: Int) -> String {
        let text = fixed(value, decimals)
        return value > 0 && text.contains { $0.isNumber && $0 != "0" } ? "+" + text : text
    }

    /// A fraction in percent with one decimal: `83.1%`.
    package static func percent(_ fraction: Double?, decimals: Int = 1) -> String {
        guard let fraction else { return "–" }
        return fraction.isFinite ? fixed(100 * fraction, decimals) + "%" : "not a number"
    }

    /// A mean fraction and its standard deviation in percent: `83.1% ± 0.4`.
    package static func percent(_ mean: Double, _ std: Double?, decimals: Int) -> String {
        percent(mean, decimals: decimals) + spread(std.map { 100 * $0 }, decimals)
    }

    /// ` ± 0.4`, ` ± <0.1` for what is more than nothing; empty without a deviation.
    package static func spread(_ std: Double?, _ decimals: Int) -> String {
        guard let std else { return "" }
        let least = pow(10, -Double(decimals))
        // Rounding noise is no deviation.
        if std < 1e-12 { return " ± 0" }
        return std < least / 2
            ? " ± <\(fixed(least, decimals))" : " ± \(fixed(std, decimals))"
    }

    /// `-0.1 to 1.0 points`
    package static func pointRange(_ interval: ClosedRange<Double>, decimals: Int) -> String {
        let ends = [interval.lowerBound, interval.upperBound].map { fixed(100 * $0, decimals) }
        return ends.joined(separator: " to ") + " points"
    }

    /// `81.9% to 87.5%`
    ///
    /// With more decimals where both ends would look the same; `–` for an interval without width.
    package static func range(_ interval: ClosedRange<Double>?, decimals: Int = 1) -> String {
        guard let interval, interval.upperBound - interval.lowerBound > 1e-12 else { return "–" }
        func shown(_ digits: Int) -> [String] {
            [interval.lowerBound, interval.upperBound].map { percent($0, decimals: digits) }
        }
        var digits = decimals
        while shown(digits)[0] == shown(digits)[1], digits < decimals + 6 { digits += 1 }
        return shown(digits).joined(separator: " to ")
    }

    /// `0.921 to 0.961`; `–` for an interval without width.
    package static func plainRange(_ interval: ClosedRange<Double>?, decimals: Int = 3) -> String {
        guard let interval, interval.upperBound - interval.lowerBound > 1e-12 else { return "–" }
        return [interval.lowerBound, interval.upperBound].map { fixed($0, decimals) }
            .joined(separator: " to ")
    }

    /// The digits behind the point that a number with this standard error deserves: two digits of
    /// an error up to 354, one of a larger one (the rule of the Particle Data Group).
    package static func decimals(error: Double) -> Int {
        guard error.isFinite, error > 0 else { return 1 }
        let magnitude = Int(floor(log10(error)))
        let digits = error / pow(10, Double(magnitude)) < 3.545 ? 2 : 1
        return max(0, digits - 1 - magnitude)
    }

    /// A difference of fractions in points: `1.2 points`.
    package static func points(_ fraction: Double, decimals: Int = 1) -> String {
        let text = fixed(100 * fraction, decimals)
        return text == fixed(1, decimals) ? text + " point" : text + " points"
    }

    /// How far two fractions are apart as they are shown, so that three figures in one sentence
    /// agree: `1.2 points`.
    package static func difference(_ a: Double, _ b: Double, decimals: Int) -> String {
        let shown = shownDifference(a, b, decimals: decimals)
        let least = pow(10, -Double(decimals))
        if a != b, abs(shown) < least / 2 {
            return "less than \(points(least / 100, decimals: decimals))"
        }
        return points(abs(shown) / 100, decimals: decimals)
    }

    /// The first minus the second, in points, each rounded as it is shown.
    package static func shownDifference(_ a: Double, _ b: Double, decimals: Int) -> Double {
        let scale = pow(10, Double(decimals))
        func shown(_ value: Double) -> Double {
            (Double(fixed(100 * value, decimals)) ?? .nan) * scale
        }
        return (shown(a) - shown(b)).rounded() / scale
    }

    /// Three significant digits: `0.412`, `12.3`, `1.2e-06`.
    package static func significant(_ value: Double?) -> String {
        guard let value else { return "–" }
        guard value.isFinite else { return "not a number" }
        if value == 0 { return "0" }
        let magnitude = Int(floor(log10(abs(value))))
        guard (-4..<6).contains(magnitude) else { return String(format: "%.2e", value) }
        return fixed(value, max(0, 2 - magnitude))
    }

    /// With its sign: `p = 0.03`, `p less than 0.001`.
    package static func pValue(_ value: Double) -> String {
        "p \(value < 0.001 ? "" : "= ")\(probability(value))"
    }

    /// A p-value: `0.03`, `less than 0.001`.
    package static func probability(_ value: Double) -> String {
        value < 0.001 ? "less than 0.001" : fixed(value, value < 0.1 ? 3 : 2)
    }

    /// A p-value in a table: `0.03`, `< 0.001`.
    package static func shortProbability(_ value: Double) -> String {
        value < 0.001 ? "< 0.001" : probability(value)
    }

    /// `5,216`
    package static func count(_ value: Int) -> String {
        let digits = Array(String(abs(value)))
        let groups = digits.enumerated().map { index, digit in
            (index > 0 && (digits.count - index) % 3 == 0 ? "," : "") + String(digit)
        }
        return (value < 0 ? "-" : "") + groups.joined()
    }

    /// `1 image`, `2 images`
    package static func plural(_ number: Int, _ word: String) -> String {
        "\(count(number)) \(word)\(number == 1 ? "" : "s")"
    }

    /// `a`, `a and b`, `a, b and c`
    package static func list(_ items: [String]) -> String {
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}
