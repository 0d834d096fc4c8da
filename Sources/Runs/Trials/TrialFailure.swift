import Files
import Foundation
package import Results

/// A trial that did not end well.
package struct TrialFailure: Error, CustomStringConvertible {
    package let kind: FailureRecord.Kind
    package let message: String
    /// Of its process; nil where a signal ended it, or there was none.
    package let exitStatus: Int32?
    package let signal: Int32?
    /// The most memory that the process had, in bytes.
    package let peakBytes: Int?
    /// The end of what the process wrote to its standard error.
    package let lastWords: [String]

    package init(
        _ message: String, kind: FailureRecord.Kind = .error, exitStatus: Int32? = nil,
        signal: Int32? = nil, peakBytes: Int? = nil, lastWords: [String] = []
    ) {
        self.message = message
        self.kind = kind
        self.exitStatus = exitStatus
        self.signal = signal
        self.peakBytes = peakBytes
        self.lastWords = lastWords
    }

    /// An error as the failure that it is.
    package init(_ error: any Error) {
        self =
            error as? TrialFailure
            ?? TrialFailure("\(error)", kind: error.isFullDisk ? .fullDisk : .error)
    }

    /// The failure that a trial's process has reported before its end.
    /// - Parameter ending: how that process ended.
    init(_ reported: TrialEvent.Failure, ending: TrialFailure) {
        guard reported.kind != .diverged else {
            // The process may have gone on with other trials.
            self.init(reported.message, kind: reported.kind)
            return
        }
        self.init(
            reported.message, kind: reported.kind, exitStatus: ending.exitStatus,
            signal: ending.signal, peakBytes: ending.peakBytes, lastWords: ending.lastWords)
    }

    /// What a process reports of itself before it ends.
    package var report: TrialEvent.Failure { .init(kind: kind, message: message) }

    package var description: String { message }

    package func record(id: String, key: String, attempts: Int) -> FailureRecord {
        FailureRecord(
            id: id, key: key, kind: kind, message: message, exitStatus: exitStatus.map { Int($0) },
            signal: signal.map { Int($0) }, peakBytes: peakBytes, lastWords: lastWords,
            attempts: attempts, time: Date().ISO8601Format())
    }
}
