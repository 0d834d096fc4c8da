import Foundation

/// The time during which a scheduler does not answer. Requests are repeated with growing pauses
/// until it answers or the limit is reached.
package struct SchedulerOutage {
    /// The time in seconds for which a request is repeated: 10 minutes, or the value of
    /// `STUDY_SLURM_WAIT`, which tests use.
    package static var standardLimit: Double {
        ProcessInfo.processInfo.environment["STUDY_SLURM_WAIT"].flatMap { Double($0) } ?? 600
    }

    private let limit: Double
    private let note: (String) -> Void
    private var start: ContinuousClock.Instant?
    private var failures = 0

    /// - Parameters:
    ///   - limit: the time in seconds for which requests are repeated.
    ///   - note: called with a message for the user at the beginning and at the end of an outage.
    package init(limit: Double = Self.standardLimit, note: @escaping (String) -> Void) {
        self.limit = limit
        self.note = note
    }

    /// The time in seconds to wait before the next request: 1, 2, 4, ..., at most 30.
    package var pause: Double {
        failures == 0 ? 0 : min(30, max(0.1, limit / 4), pow(2, Double(failures - 1)))
    }

    /// Records a request without an answer.
    /// - Throws: the error, if it is not transient; an error with the time, after the limit.
    package mutating func add(_ error: BatchError) throws(BatchError) {
        guard error.isTransient else { throw error }
        failures += 1
        let now = ContinuousClock.now
        guard let start else {
            self.start = now
            return note("\(error); asking again for up to \(Self.text(limit))")
        }
        guard now - start < .seconds(limit) else {
            throw BatchError("\(error); no answer for \(Self.text(limit))", isTransient: true)
        }
    }

    /// Records an answer.
    package mutating func end() {
        if start != nil { note("the scheduler answers again") }
        start = nil
        failures = 0
    }

    /// The result of `request`, which is repeated while it throws a transient `BatchError`.
    /// - Throws: the last error after the limit, and every other error.
    package mutating func ask<Value>(_ request: () throws -> Value) throws -> Value {
        while true {
            do {
                let value = try request()
                end()
                return value
            } catch let error as BatchError {
                try add(error)
                Thread.sleep(forTimeInterval: pause)
            }
        }
    }

    private static func text(_ seconds: Double) -> String {
        seconds < 120 ? "\(Int(seconds.rounded())) s" : "\(Int((seconds / 60).rounded())) min"
    }
}
