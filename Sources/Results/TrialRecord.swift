package import JSON
package import Studies
package import Vocabulary

/// `trial.json`: what a finished trial was and what it left behind.
package struct TrialRecord: Sendable, Hashable {
    package var id: String
    /// The id without the seed.
    package var group: String
    /// The digest of all that decides the outcome.
    package var key: String
    package var settings: RecordedSettings
    /// Nil for random initialisation.
    package var weights: WeightsRecord?
    /// The fingerprint of the data; nil in records of earlier versions.
    package var data: String?
    /// What its pixels were normalized by; nil in records of earlier versions, which knew
    /// ImageNet's alone.
    package var normalization: Normalization?
    /// The engine's version; nil in records of earlier versions.
    package var engine: Int?
    /// What ended it before its last epoch; nil when no pruning rule did.
    package var pruned: PruningRecord?
    /// Training images that every epoch left out, so that no batch of one image remained.
    package var leftOutPerEpoch: Int
    /// The kinds of processors that it was trained on one after the other; empty where there was
    /// one.
    package var processors: [String]
    /// ISO 8601, in UTC.
    package var started: String
    package var finished: String
    /// Wall time, over all sittings.
    package var seconds: Double
    package var codeVersion: String
    /// The Git commit that the program was built from; nil in records of earlier versions, and if
    /// it was not known.
    package var commit: String?
    package var platform: Platform
    /// The metric that decided which epoch counts, such as `val_accuracy`; `none`: the last one
    /// counts.
    package var monitor: String
    /// Counted from 1.
    package var bestEpoch: Int
    package var classes: [String]
    /// The class that sensitivity and thresholds refer to; nil where nothing said which.
    package var positiveClass: String?
    /// SHA-256 of the other files of the trial, by name.
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

    /// The kind of the network; nil for a run of another program that does not say it.
    package var network: String? { settings.networkKind }

    /// In a fixed order.
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

    /// - Throws: `ResultsError` with the place of what is missing or wrong.
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
        // Without them nothing says whether its files are those that the training left.
        guard !files.isEmpty else { throw reader["files"].bad("a digest of at least one file") }
    }

    /// The program that runs of other programs, which were read from a server, are said to be of.
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
