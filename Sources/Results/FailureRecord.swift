package import JSON
import Vocabulary

/// `failed.json`: why the last training of a trial did not end well. The next run tries it again.
package struct FailureRecord: Sendable, Hashable {
    /// How a training ended.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// Its loss ceased to be a finite number.
        case diverged
        /// The system ended its process for want of memory.
        case outOfMemory
        /// A signal ended its process.
        case killed
        /// The disk, or the user's share of it, was full.
        case fullDisk
        /// It said why.
        case error
    }

    package var id: String
    /// The digest of all that would have decided the outcome.
    package var key: String
    package var kind: Kind
    package var message: String
    /// Of its process; nil where a signal ended it, or there was none.
    package var exitStatus: Int?
    package var signal: Int?
    /// The most memory that the process had.
    package var peakBytes: Int?
    /// The end of what the process wrote to its standard error; all of it is in `log.txt`.
    package var standardErrorTail: [String]
    /// Trainings in a row, in one run.
    package var attempts: Int
    /// ISO 8601, in UTC.
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

    /// In a fixed order.
    package var json: JSONValue {
        [
            "id": .string(id), "key": .string(key), "kind": .string(kind.rawValue),
            "message": .string(message), "exitStatus": exitStatus.map { JSONValue($0) } ?? .null,
            "signal": signal.map { JSONValue($0) } ?? .null,
            "peakBytes": peakBytes.map { JSONValue($0) } ?? .null,
            "lastWords": .array(standardErrorTail.map { .string($0) }),
            "attempts": JSONValue(attempts),
            "time": .string(time),
        ]
    }

    /// - Throws: `ResultsError` with the place of what is missing or wrong.
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
        standardErrorTail = try reader.strings("lastWords")
        attempts = try reader.integer("attempts")
        time = try reader.string("time")
    }
}
