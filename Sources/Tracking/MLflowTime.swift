import Foundation

/// MLflow's times, milliseconds since 1970.
enum MLflowTime {
    static var now: Int { Int(Date().timeIntervalSince1970 * 1000) }

    /// ISO 8601, in UTC.
    static func text(_ milliseconds: Int) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
    }
}
