import Foundation

/// The times of MLflow, in milliseconds since 1970.
enum MLflowTime {
    /// The present time.
    static var now: Int { Int(Date().timeIntervalSince1970 * 1000) }

    /// A time in ISO 8601, in UTC.
    static func text(_ milliseconds: Int) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
    }
}
