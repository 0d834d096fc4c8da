import Foundation

/// The maximum disk space of the caches of images and features.
package enum CacheLimit {
    /// The default in bytes: 20 GB.
    package static let standard = 20_000_000_000
    /// The environment variable that sets another limit.
    package static let variable = "STUDY_CACHE_LIMIT"

    /// The limit in `STUDY_CACHE_LIMIT`, in bytes; `standard` if the variable is not set or empty.
    /// - Throws: `CacheLimitError`.
    package static func current(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Int {
        guard let text = environment[variable], !text.isEmpty else { return standard }
        guard let limit = bytes(text) else { throw CacheLimitError(text: text) }
        return limit
    }

    /// The number of bytes in a text such as `20GB`, `512 MiB` or `1000000`; nil if the text is not
    /// a size.
    static func bytes(_ text: String) -> Int? {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(number.count).trimmingCharacters(in: .whitespaces).lowercased()
        guard let value = Double(number), let factor = factor(unit) else { return nil }
        let bytes = (value * factor).rounded()
        // Doubles below 2^63 fit into an Int.
        guard bytes >= 1, bytes < 0x1p63 else { return nil }
        return Int(bytes)
    }

    private static func factor(_ unit: String) -> Double? {
        if unit.isEmpty || unit == "b" { return 1 }
        for (index, letter) in "kmgt".enumerated() where unit.first == letter {
            switch unit.dropFirst() {
            case "", "b": return pow(1000, Double(index + 1))
            case "ib": return pow(1024, Double(index + 1))
            default: return nil
            }
        }
        return nil
    }
}

/// The error for a `STUDY_CACHE_LIMIT` that is not a size.
package struct CacheLimitError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    /// The value of the variable.
    package var text: String

    package var description: String {
        "\(CacheLimit.variable): expected a size above 0, such as 20GB, 512MiB or a number of bytes; got '\(text)'"
    }
    package var errorDescription: String? { description }
}
