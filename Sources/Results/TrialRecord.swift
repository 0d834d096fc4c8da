package import JSON
package import Studies
package import Vocabulary

/// The file `trial.json`: the settings, the environment and the files of a finished trial.
package struct TrialRecord: Sendable, Hashable {
    /// The trial's id.
    package var id: String
    /// The id without the seed.
    package var group: String
    /// The digest of everything that determines the result.
    package var key: String
    package var settings: RecordedSettings
    /// The checkpoint that the trial started from; nil for random initialization.
    package var weights: WeightsRecord?
    /// The fingerprint of the data; nil in records of earlier versions.
    package var data: String?
    /// The normalization of the pixels; nil in records of earlier versions, which always used
    /// ImageNet's.
    package var normalization: Normalization?
    /// The engine's version; nil in records of earlier versions.
    package var engine: Int?
    /// The record of the pruning rule that stopped the trial; nil if it was not stopped.
    package var pruned: PruningRecord?
    /// The number of training images that every epoch left out to avoid a minibatch of one image.
    package var leftOutPerEpoch: Int
    /// The processor models that the trial was trained on, in order; empty if there was only one.
    package var processors: [String]
    /// The start of the training: ISO 8601, in UTC.
    package var started: String
    /// The end of the training: ISO 8601, in UTC.
    package var finished: String
    /// The wall time of all sessions.
    package var seconds: Double
    /// The program's version.
    package var codeVersion: String
    /// The Git commit that the program was built from; nil in records of earlier versions, and if
    /// it was not known.
    package var commit: String?
    package var platform: Platform
    /// The metric that decided which epoch counts, such as `val_accuracy`; `none` if the last epoch
    /// counts.
    package var monitor: String
    /// The number of the best epoch, from 1.
    package var bestEpoch: Int
    /// The names of the classes.
    package var classes: [String]
    /// The class that sensitivity and thresholds refer to; nil if it is unknown.
    package var positiveClass: String?
    /// The SHA-256 of the trial's other files, by name.
    package var files: [String: String]

    package init(
        id: String, group: String, key: String, settings: RecordedSettings, started: String,
        finished: String, seconds: Double, codeVersion: String, platform: Platform,
        monitor: String, bestEpoch: Int, classes: [String], files: [String: String],
        weights: WeightsRecord? = nil, data: String? = nil, engine: Int? = nil,
        pruned: PruningRecord? = nil, leftOutPerEpoch: Int = 0, processors: [String] = [],
        normalization: Normalization? = nil, positiveClass: String? = nil,
        commit: String? = nil
    ) {
        self.commit = commit
        self.normalization = normalization
        self.leftOutPerEpoch = leftOutPerEpoch
        self.positiveClass = positiveClass
        self.processors = processors
        self.pruned = pruned
        self.weights = weights
        self.data = data
        self.engine = engine
        self.id = id
        self.group = group
        self.key = key
        self.settings = settings
        self.started = started
        self.finished = finished
        self.seconds = seconds
        self.codeVersion = codeVersion
        self.platform = platform
        self.monitor = monitor
        self.bestEpoch = bestEpoch
        self.classes = classes
        self.files = files
    }

    /// The kind of the network; nil for a run of another program that does not record it.
    package var network: String? { settings.networkKind }

    /// The record as JSON, with its members in a fixed order.
    package var json: JSONValue {
        var json: JSONValue = [
            "id": .string(id), "group": .string(group), "key": .string(key), "status": "complete",
            "monitor": .string(monitor), "bestEpoch": JSONValue(bestEpoch),
            "started": .string(started),
            "finished": .string(finished), "seconds": .number(seconds),
            "codeVersion": .string(codeVersion), "platform": platform.json,
            "classes": .array(classes.map { .string($0) }), "settings": settings.json,
        ]
        json["commit"] = commit.map { .string($0) }
        json["positiveClass"] = positiveClass.map { .string($0) }
        json["weights"] = weights?.json
        json["data"] = data.map { .string($0) }
        json["normalization"] = normalization?.json
        json["engine"] = engine.map { JSONValue($0) }
        json["pruned"] = pruned?.json
        if leftOutPerEpoch > 0 { json["leftOutPerEpoch"] = JSONValue(leftOutPerEpoch) }
        if !processors.isEmpty { json["processors"] = .array(processors.map { .string($0) }) }
        json["files"] = JSONValue(files)
        return json
    }

    /// Reads a record.
    /// - Throws: `ResultsError` with the location of the missing or invalid value.
    package init(_ document: JSONDocument) throws(ResultsError) {
        let reader = JSONReader(document)
        guard try reader.string("status") == "complete" else {
            throw reader["status"].bad("\"complete\"")
        }
        id = try reader.string("id")
        group = try reader.string("group")
        key = try reader.string("key")
        // Records of earlier versions call it "select".
        monitor = try reader.string(reader["monitor"].value.isNull ? "select" : "monitor")
        bestEpoch = try reader.integer("bestEpoch")
        started = try reader.string("started")
        finished = try reader.string("finished")
        seconds = try reader.number("seconds")
        codeVersion = try reader.string("codeVersion")
        commit = try reader.optionalString("commit")
        platform = try Platform(reader["platform"])
        classes = try reader.strings("classes")
        positiveClass = try reader.optionalString("positiveClass") ?? PositiveClass.known(classes)
        settings = try Self.settings(document, codeVersion)
        weights = try WeightsRecord(reader["weights"])
        data = try reader.optionalString("data")
        normalization = try Self.normalization(reader["normalization"])
        engine = try reader.optionalInteger("engine")
        pruned = try PruningRecord.read(reader)
        leftOutPerEpoch = try reader.optionalInteger("leftOutPerEpoch") ?? 0
        processors = reader["processors"].value.isNull ? [] : try reader.strings("processors")
        files = try reader.stringsByKey("files")
        // Without digests it cannot be checked whether the files are those of the training.
        guard !files.isEmpty else { throw reader["files"].bad("a digest of at least one file") }
    }

    /// The program version of runs that were fetched from a tracking server.
    package static let unknownProgram = "unknown"

    private static func settings(
        _ document: JSONDocument, _ codeVersion: String
    ) throws(ResultsError) -> RecordedSettings {
        if codeVersion == unknownProgram {
            return RecordedSettings(ofAnyProgram: document.value["settings"] ?? .null)
        }
        do { return try RecordedSettings(document) } catch { throw .badSettings(error) }
    }

    private static func normalization(
        _ reader: JSONReader
    ) throws(ResultsError) -> Normalization? {
        if reader.value.isNull { return nil }
        guard let numbers = Normalization(reader.value) else {
            throw reader.bad("a mean and a standard deviation of red, green and blue")
        }
        return numbers
    }
}
