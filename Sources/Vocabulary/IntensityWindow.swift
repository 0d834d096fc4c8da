package import JSON

/// The window of an image: the stored values that become black and white. Values between them
/// become gray in proportion, values outside become black or white.
package enum IntensityWindow: Sendable, Hashable {
    /// The whole range of the bit depth, such as 0 to 65,535 for 16 bits.
    case full
    /// The window that the file states; the whole range for a file that states none.
    case stored
    /// Two stored values, the lower first.
    case values(low: Double, high: Double)
    /// Two percentiles of the stored values of each image, 0 to 100, the lower first; interpolated
    /// as `numpy.percentile` does by default.
    case percentiles(low: Double, high: Double)

    /// The windows that are written as a name.
    package static let names = ["full", "stored"]

    /// The form in a study file: a name, `{ "low": 0, "high": 4095 }` or
    /// `{ "percentiles": [1, 99] }`.
    package var json: JSONValue {
        switch self {
        case .full: "full"
        case .stored: "stored"
        case .values(let low, let high): ["low": .number(low), "high": .number(high)]
        case .percentiles(let low, let high): ["percentiles": [.number(low), .number(high)]]
        }
    }

    /// Reads the form of `json`.
    /// - Returns: nil for any other value.
    package init?(_ json: JSONValue) {
        if let name = json.text {
            guard let known = Self(name: name) else { return nil }
            self = known
        } else if let percentiles = json["percentiles"]?.elements {
            let numbers = percentiles.compactMap(\.double)
            guard numbers.count == 2, percentiles.count == 2 else { return nil }
            self = .percentiles(low: numbers[0], high: numbers[1])
        } else if let low = json["low"]?.double, let high = json["high"]?.double {
            self = .values(low: low, high: high)
        } else {
            return nil
        }
        guard isValid else { return nil }
    }

    /// Creates a window that is written as a name.
    /// - Returns: nil for an unknown name.
    package init?(name: String) {
        switch name {
        case "full": self = .full
        case "stored": self = .stored
        default: return nil
        }
    }

    /// True if the lower number is below the upper one, and percentiles are within 0 to 100.
    package var isValid: Bool {
        switch self {
        case .full, .stored: true
        case .values(let low, let high): low.isFinite && high.isFinite && low < high
        case .percentiles(let low, let high): low >= 0 && low < high && high <= 100
        }
    }

    /// The window in words, for messages, such as `window from 0 to 4095`.
    package var title: String {
        func text(_ number: Double) -> String { JSONValue.text(of: number) }
        return switch self {
        case .full: "full window"
        case .stored: "window that the file states"
        case .values(let low, let high): "window from \(text(low)) to \(text(high))"
        case .percentiles(let low, let high):
            "window from percentile \(text(low)) to \(text(high))"
        }
    }
}
