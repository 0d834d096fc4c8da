import Foundation

/// Numbers as people read them: few digits, the same everywhere.
enum Numbers {
    /// With a fixed count of decimals: `0.50`.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value)
        let isZero = text.allSatisfy { "-0.".contains($0) }
        return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
    }

    /// A fraction in percent with one decimal: `83.1%`.
    static func percent(_ fraction: Double?, decimals: Int = 1) -> String {
        guard let fraction else { return "–" }
        return fraction.isFinite ? fixed(100 * fraction, decimals) + "%" : "not a number"
    }

    /// A difference of fractions in points: `1.2 points`.
    static func points(_ fraction: Double, decimals: Int = 1) -> String {
        let text = fixed(100 * fraction, decimals)
        return text == fixed(1, decimals) ? text + " point" : text + " points"
    }

    /// Three significant digits: `0.412`, `12.3`, `1.2e-06`.
    static func significant(_ value: Double?) -> String {
        guard let value else { return "–" }
        guard value.isFinite else { return "not a number" }
        if value == 0 { return "0" }
        let magnitude = Int(floor(log10(abs(value))))
        guard (-4..<6).contains(magnitude) else { return String(format: "%.2e", value) }
        return fixed(value, max(0, 2 - magnitude))
    }

    /// A p-value: `0.03`, `less than 0.001`.
    static func probability(_ value: Double) -> String {
        value < 0.001 ? "less than 0.001" : fixed(value, value < 0.1 ? 3 : 2)
    }

    /// `5,216`
    static func count(_ value: Int) -> String {
        let digits = Array(String(abs(value)))
        let groups = digits.enumerated().map { index, digit in
            (index > 0 && (digits.count - index) % 3 == 0 ? "," : "") + String(digit)
        }
        return (value < 0 ? "-" : "") + groups.joined()
    }

    /// `8.4 s`, `12 min`, `3.1 h`
    static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<100: "\(fixed(seconds, 1)) s"
        case ..<6000: "\(fixed(seconds / 60, 1)) min"
        default: "\(fixed(seconds / 3600, 1)) h"
        }
    }

    /// Such as `588 MB`.
    static func megabytes(_ bytes: Int) -> String {
        bytes < 10_000_000
            ? "\(fixed(Double(bytes) / 1e6, 1)) MB" : "\(count((bytes + 500_000) / 1_000_000)) MB"
    }

    /// `1 image`, `2 images`
    static func plural(_ number: Int, _ word: String) -> String {
        "\(count(number)) \(word)\(number == 1 ? "" : "s")"
    }

    /// `a`, `a and b`, `a, b and c`
    static func list(_ items: [String]) -> String {
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}
