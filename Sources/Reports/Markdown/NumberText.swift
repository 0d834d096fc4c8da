import Foundation

/// Numbers as reports write them.
enum NumberText {
    /// `87.4 %`
    static func percent(_ share: Double) -> String {
        share.isFinite ? String(format: "%.1f %%", share * 100) : "not a number"
    }

    /// `3.2 points`
    static func points(_ difference: Double) -> String {
        String(format: "%.1f points", difference * 100)
    }

    /// Three significant digits.
    static func loss(_ value: Double) -> String {
        value.isFinite ? String(format: "%.3g", value) : "not a number"
    }

    /// `12,345`
    static func count(_ value: Int) -> String {
        var digits = Array(String(value))
        for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
        return String(digits)
    }

    /// `one`, `two`, ... `nine`, `10`
    static func word(_ value: Int) -> String {
        let words = [
            "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        ]
        return words.indices.contains(value) ? words[value] : String(value)
    }
}
