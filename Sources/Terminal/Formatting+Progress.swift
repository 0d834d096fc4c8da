import Foundation

/// Durations, sizes and rates, as progress displays show them.
extension Formatting {
    /// A duration: `8.4 s`, `42 s`, `2 min 5 s`, `1 h 12 min`; `?` if it is not finite.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "?" }
        if seconds < 9.95 { return "\(fixed(max(0, seconds), 1)) s" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 {
            return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s"
        }
        let minutes = Int((seconds / 60).rounded())
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }

    /// A size in decimal units: `512 B`, `20.3 MB`.
    package static func size(_ bytes: Int) -> String {
        var (value, units) = (Double(bytes), ["B", "kB", "MB", "GB", "TB"][...])
        while value >= 999.95, units.count > 1 {
            value /= 1000
            units.removeFirst()
        }
        let unit = units.first ?? ""
        return String(format: unit == "B" ? "%.0f" : "%.1f", value) + " \(unit)"
    }

    /// A number of items per second, with one decimal below 10: `0.8`, `412`.
    package static func rate(_ rate: Double) -> String {
        String(format: rate < 10 ? "%.1f" : "%.0f", rate)
    }

    /// A loss with four significant digits: `0.4123`.
    package static func loss(_ loss: Double) -> String { String(format: "%.4g", loss) }
}
