package import JSON
import Vocabulary

/// The file `failed.json`: the failure of a trial's last training. The next run trains it again.
package struct FailureRecord: Sendable, Hashable {
    /// The kind of a failure.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// The loss was not a finite number any more.
        case diverged
        /// The system ended the process because memory was exhausted.
        case outOfMemory
        /// A signal ended the process.
        case killed
        /// The disk was full, or the user's quota exhausted.
        case fullDisk
        /// The process reported an error.
        case error
    }

    /// The trial's id.
    package var id: String
    /// The trial's key: the digest of everything that determines the result.
    package var key: String
    package var kind: Kind
    /// The error message.
    package var message: String
    /// The exit status of the process; nil if a signal ended it, or without a process.
    package var exitStatus: Int?
    /// The signal that ended the process; nil without one.
    package var signal: Int?
    /// The peak memory of the process in bytes; nil if unknown.
    package var peakBytes: Int?
    /// The last lines of the process's standard error; all of it is in `log.txt`.
    package var standardErrorTail: [String]
    /// The number of consecutive attempts in one run.
    package var attempts: Int
    /// The time of the failure: ISO 8601, in UTC.
    package var time: String

    package init(
        id: String, key: String, kind: Kind, message: String, exitStatus: Int? = nil,
        signal: Int? = nil, peakBytes: Int? = nil, standardErrorTail: [String] = [],
        attempts: Int = 1,
        time: String
    ) {
        self.id = id
        self.key = key
        self.kind = kind
        self.message = message
        self.exitStatus = exitStatus
        self.signal = signal
        self.peakBytes = peakBytes
        self.standardErrorTail = standardErrorTail
        self.attempts = attempts
        self.time = time
    }

    /// The record as JSON, with its members in a fixed order.
    package var json: JSONValue {
        [
            "id": .string(id), "key": .string(key), "kind": .string(kind.rawValue),
            "message": .string(message), "exitStatus": exitStatus.map { JSONValue($0) } ?? .null,
            "signal": signal.map { JSONValue($0) } ?? .null,
            "peakBytes": peakBytes.map { JSONValue($0) } ?? .null,
            "standardErrorTail": .array(standardErrorTail.map { .string($0) }),
            "attempts": JSONValue(attempts),
            "time": .string(time),
        ]
    }

    /// Reads the record.
    /// - Throws: `ResultsError` with the location of the missing or invalid value.
    package init(_ document: JSONDocument) throws(ResultsError) {
        let reader = JSONReader(document)
        id = try reader.string("id")
        key = try reader.string("key")
        let kinds = Kind.allCases.map { JSONValue.string($0.rawValue).canonical }
        kind = try reader["kind"].require("one of \(kinds.joined(separator: ", "))") { value in
            value.text.flatMap { Kind(rawValue: $0) }
        }
        message = try reader.string("message")
        exitStatus = try reader.optionalInteger("exitStatus")
        signal = try reader.optionalInteger("signal")
        peakBytes = try reader.optionalInteger("peakBytes")
        // Earlier versions wrote `lastWords`.
        let tail = document.value["lastWords"] == nil ? "standardErrorTail" : "lastWords"
        standardErrorTail = try reader.strings(tail)
        attempts = try reader.integer("attempts")
        time = try reader.string("time")
    }
}
