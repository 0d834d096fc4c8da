import JSON
package import Studies
import Vocabulary

/// A trial in the lock: what it is and how far it got.
package struct TrialEntry: Sendable, Hashable {
    /// How far a trial got.
    package enum State: Sendable, Hashable {
        case planned
        case complete
        /// With the error's text.
        case failed(String)
    }

    package var id: String
    /// The id without the seed and the fold of a cross-validation.
    package var group: String
    /// The label on each axis, by the axis' path.
    package var coordinates: [String: String]
    package var seed: UInt64
    /// The digest of all that decides the outcome.
    package var key: String
    /// The checkpoint that it starts from; nil for random initialisation.
    package var weights: WeightsRecord?
    package var state: State
    /// Of a planned trial: why the result that stands in its place is none of the study, such as
    /// `training.epochs: 2 -> 3`.
    package var stale: String?
    /// Why a complete trial has fewer epochs than were planned; nil when no pruning rule stopped
    /// it.
    package var pruned: PruningRecord?
    /// SHA-256 of the trial's files, by name; empty until it is complete.
    package var files: [String: String]
    /// SHA-256 of `trial.json`; nil until it is complete, and in locks of earlier versions.
    package var record: String?

    package init(
        id: String, group: String, coordinates: [String: String], seed: UInt64, key: String,
        state: State = .planned, files: [String: String] = [:]
    ) {
        self.id = id
        self.group = group
        self.coordinates = coordinates
        self.seed = seed
        self.key = key
        self.state = state
        self.files = files
    }

    /// A planned trial.
    package init(_ trial: Trial, key: String) {
        self.init(
            id: trial.id, group: trial.group, coordinates: trial.coordinates,
            seed: trial.settings.seed, key: key)
    }

    var json: JSONValue {
        let message: String? = if case .failed(let text) = state { text } else { nil }
        var json: JSONValue = [
            "id": .string(id), "group": .string(group), "coordinates": JSONValue(coordinates),
            "seed": .number(Double(seed)), "key": .string(key), "state": .string(state.word),
        ]
        json["weights"] = weights?.json
        json["message"] = message.map { .string($0) }
        json["record"] = record.map { .string($0) }
        json["stale"] = stale.map { .string($0) }
        json["pruned"] = pruned?.json
        json["files"] = JSONValue(files)
        return json
    }

    init(_ reader: JSONReader) throws(ResultsError) {
        id = try reader.string("id")
        group = try reader.string("group")
        coordinates = try reader.stringsByKey("coordinates")
        seed = try reader["seed"].require("a whole number") { value in
            value.double.flatMap { UInt64(exactly: $0) }
        }
        key = try reader.string("key")
        weights = try WeightsRecord(reader["weights"])
        pruned = try PruningRecord.read(reader)
        files = try reader.stringsByKey("files")
        record = try reader.optionalString("record")
        stale = try reader.optionalString("stale")
        switch try reader.string("state") {
        case "planned": state = .planned
        case "complete": state = .complete
        case "failed": state = .failed(try reader.optionalString("message") ?? "")
        default: throw reader["state"].bad("\"planned\", \"complete\" or \"failed\"")
        }
    }
}

extension TrialEntry {
    /// Makes it the line of a trial that has ended, with the digests of its files.
    /// - Throws: `FileError`, `ResultsError` for a record that cannot be read.
    package mutating func complete(_ folder: TrialFolder) throws {
        let record = try folder.readRecord()
        self.record = try folder.digest("trial.json")
        state = .complete
        stale = nil
        files = record.files
        pruned = record.pruned
    }
}
