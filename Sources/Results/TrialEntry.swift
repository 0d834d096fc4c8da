import JSON
package import Studies
import Vocabulary

/// The entry of a trial in the lock: its coordinates, its key and its state.
package struct TrialEntry: Sendable, Hashable {
    /// The state of a trial.
    package enum State: Sendable, Hashable {
        case planned
        case complete
        /// The trial failed with an error message.
        case failed(String)
    }

    /// The trial's id.
    package var id: String
    /// The id without the seed and the fold of a cross-validation.
    package var group: String
    /// The label on each axis, by the axis' path.
    package var coordinates: [String: String]
    package var seed: UInt64
    /// The digest of everything that determines the result.
    package var key: String
    /// The checkpoint that the trial starts from; nil for random initialization.
    package var weights: WeightsRecord?
    package var state: State
    /// The change that makes the existing result of a planned trial stale, such as
    /// `training.epochs: 2 -> 3`; nil without such a result.
    package var stale: String?
    /// The record of the pruning rule that stopped a complete trial; nil if it was not stopped.
    package var pruned: PruningRecord?
    /// The SHA-256 of the trial's files, by name; empty until the trial is complete.
    package var files: [String: String]
    /// The SHA-256 of `trial.json`; nil until the trial is complete, and in locks of earlier
    /// versions.
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

    /// Creates the entry of a planned trial.
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
    /// Marks the trial as complete and records the digests of its files.
    /// - Throws: `FileError`; `ResultsError` if the record cannot be read.
    package mutating func complete(_ folder: TrialFolder) throws {
        let record = try folder.readRecord()
        self.record = try folder.digest("trial.json")
        state = .complete
        stale = nil
        files = record.files
        pruned = record.pruned
    }
}
