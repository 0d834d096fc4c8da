import Foundation

/// Numbers as progress tells them to people.
package enum Wording {
    /// A duration: `8 s`, `2:05`, `1:02:05`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "?" }
        let whole = Int(max(0, seconds).rounded())
        if whole < 60 { return "\(whole) s" }
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
            : String(format: "%d:%02d", minutes, whole % 60)
    }

    /// `93.4 %`
    package static func percent(_ share: Double) -> String {
        String(format: "%.1f %%", share * 100)
    }

    /// Such as `20.3 MB`.
    package static func size(_ bytes: Int) -> String {
        var (value, units) = (Double(bytes), ["B", "kB", "MB", "GB", "TB"][...])
        while value >= 999.95, units.count > 1 {
            value /= 1000
            units.removeFirst()
        }
        let unit = units.first ?? ""
        return String(format: unit == "B" ? "%.0f" : "%.1f", value) + " \(unit)"
    }

    /// How many a second: `0.8`, `412`.
    package static func rate(_ rate: Double) -> String {
        String(format: rate < 10 ? "%.1f" : "%.0f", rate)
    }

    /// `0.4123`
    package static func loss(_ loss: Double) -> String { String(format: "%.4g", loss) }
}
