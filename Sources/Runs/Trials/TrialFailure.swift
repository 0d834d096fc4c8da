import Files
import Foundation
package import Results

/// An error of a failed trial, with the termination of its process if there was one.
package struct TrialFailure: Error, CustomStringConvertible {
    /// The kind of failure, which decides whether the trial is retried.
    package let kind: FailureRecord.Kind
    /// The reason, for the user.
    package let message: String
    /// The exit status of the process; nil if a signal ended it, or if there was no process.
    let exitStatus: Int32?
    /// The number of the signal that ended the process; nil if none did.
    let signal: Int32?
    /// The peak memory of the process in bytes.
    let peakBytes: Int?
    /// The last lines that the process wrote to its standard error.
    let standardErrorTail: [String]

    /// Creates a failure. The optional values are those of the process, if there was one.
    package init(
        _ message: String, kind: FailureRecord.Kind = .error, exitStatus: Int32? = nil,
        signal: Int32? = nil, peakBytes: Int? = nil, standardErrorTail: [String] = []
    ) {
        self.message = message
        self.kind = kind
        self.exitStatus = exitStatus
        self.signal = signal
        self.peakBytes = peakBytes
        self.standardErrorTail = standardErrorTail
    }

    /// Converts an error; an error of a full disk keeps that kind.
    package init(_ error: any Error) {
        self =
            error as? TrialFailure
            ?? TrialFailure("\(error)", kind: error.isFullDisk ? .fullDisk : .error)
    }

    /// Combines the failure that a trial's process has reported with the termination of that
    /// process.
    init(_ reported: TrialEvent.Failure, termination: TrialFailure) {
        guard reported.kind != .diverged else {
            // The process may have continued with other trials.
            self.init(reported.message, kind: reported.kind)
            return
        }
        self.init(
            reported.message, kind: reported.kind, exitStatus: termination.exitStatus,
            signal: termination.signal, peakBytes: termination.peakBytes,
            standardErrorTail: termination.standardErrorTail)
    }

    /// The failure as the trial's process reports it before it ends.
    package var report: TrialEvent.Failure { .init(kind: kind, message: message) }

    /// The reason, for the user.
    package var description: String { message }

    /// The content of the trial's `failed.json`, with the current time.
    /// - Parameters:
    ///   - id: the trial's id.
    ///   - key: the digest of everything that determines the trial's results.
    ///   - attempts: the number of trainings in this run, retries included.
    package func record(id: String, key: String, attempts: Int) -> FailureRecord {
        FailureRecord(
            id: id, key: key, kind: kind, message: message, exitStatus: exitStatus.map { Int($0) },
            signal: signal.map { Int($0) }, peakBytes: peakBytes,
            standardErrorTail: standardErrorTail,
            attempts: attempts, time: Date().ISO8601Format())
    }
}
