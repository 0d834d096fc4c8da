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
        self = error as? TrialFailure ?? TrialFailure("\(error)")
    }

    package var description: String { message }

    /// Whether the same would come of another try.
    package var isCertain: Bool { kind == .diverged }

    /// Whether it tells that the disk is full, which ends all other trials too.
    package var isOfFullDisk: Bool {
        [ENOSPC, EDQUOT].contains { message.contains(String(cString: strerror($0))) }
    }

    package func record(id: String, key: String, attempts: Int) -> FailureRecord {
        FailureRecord(
            id: id, key: key, kind: kind, message: message, exitStatus: exitStatus.map { Int($0) },
            signal: signal.map { Int($0) }, peakBytes: peakBytes, lastWords: lastWords,
            attempts: attempts, time: Date().ISO8601Format())
    }
}
