import Foundation

/// The parameters of the soak tests, which `make soak` sets.
package enum Soak {
    /// The number in the environment variable `name`; nil if there is none.
    package static func setting(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }
}
