package import JSON
package import Studies
import Vocabulary

/// The file `study.lock.json`: the resolved study, the data, the program and the machine of a
/// results folder, and an entry for every trial.
package struct StudyLock: Sendable, Hashable {
    /// The version of the file's format.
    package static let schemaVersion = 1

    package var name: String
    package var title: String
    /// The study's question, in Markdown.
    package var question: String
    /// The study file as it was named on the command line.
    package var studyFile: String
    /// The overrides of the command line, each `key=value`.
    package var overrides: [String]
    /// The study file with defaults and overrides.
    package var study: JSONValue
    /// The axes of the sweep.
    package var axes: [Study.Axis]
    package var dataset: DatasetRecord
    /// The program's version.
    package var codeVersion: String
    /// The Git commit that the program was built from; nil in locks of earlier versions, and if it
    /// was not known.
    package var commit: String?
    package var platform: Platform
    /// The kernels that the engine selected among several, by operation. Results can depend on them
    /// in the last bits.
    package var kernels: [String: String] = [:]
    /// The features of frozen backbones that trials were trained on.
    package var features: [FeaturesRecord] = []
    /// Notes on settings that contradict each other; empty in locks of earlier versions.
    package var notes: [String] = []
    /// The source of results that were fetched; nil if the program trained them.
    package var origin: StudyOrigin?
    /// The trials in the study's order.
    package var trials: [TrialEntry]

    package init(
        name: String, title: String, question: String, studyFile: String, overrides: [String] = [],
        study: JSONValue, axes: [Study.Axis], dataset: DatasetRecord, codeVersion: String,
        platform: Platform, trials: [TrialEntry]
    ) {
        self.name = name
        self.title = title
        self.question = question
        self.studyFile = studyFile
        self.overrides = overrides
        self.study = study
        self.axes = axes
        self.dataset = dataset
        self.codeVersion = codeVersion
        self.platform = platform
        self.trials = trials
    }

    /// Creates the lock of a study whose trials are all planned.
    /// - Parameter keys: the keys of the study's trials, by id.
    package init(
        _ study: Study, studyFile: String, overrides: [String] = [], dataset: DatasetRecord,
        codeVersion: String, platform: Platform, keys: [String: String]
    ) {
        self.init(
            name: study.name, title: study.title, question: study.question, studyFile: studyFile,
            overrides: overrides, study: study.resolved, axes: study.axes, dataset: dataset,
            codeVersion: codeVersion, platform: platform,
            trials: study.trials.map { TrialEntry($0, key: keys[$0.id, default: ""]) })
    }

    /// The version of the program that produced the results, with the commit if it is known.
    package var program: String { ProgramVersion(codeVersion, commit: commit).description }

    /// The lock as JSON, with its members in a fixed order.
    package var json: JSONValue {
        var json: JSONValue = [
            "schemaVersion": JSONValue(Self.schemaVersion), "name": .string(name),
            "title": .string(title), "question": .string(question),
            "studyFile": .string(studyFile),
            "overrides": .array(overrides.map { .string($0) }),
            "codeVersion": .string(codeVersion), "platform": platform.json,
            "dataset": dataset.json,
            "axes": .array(
                axes.map { axis in
                    [
                        "path": .string(axis.path),
                        "labels": .array(axis.labels.map { .string($0) }),
                    ]
                }),
            "study": study, "kernels": JSONValue(texts: kernels),
            "features": .array(features.map(\.json)),
        ]
        if !notes.isEmpty { json["notes"] = .array(notes.map { .string($0) }) }
        json["commit"] = commit.map { .string($0) }
        json["origin"] = origin?.json
        json["trials"] = .array(trials.map(\.json))
        return json
    }

    /// Reads a lock.
    /// - Throws: `ResultsError` with the location of the missing or invalid value.
    package init(_ document: JSONDocument) throws(ResultsError) {
        let reader = JSONReader(document)
        let version = try reader.integer("schemaVersion")
        guard version <= Self.schemaVersion else {
            throw .newerSchema(
                file: document.file, version: version, supported: Self.schemaVersion)
        }
        name = try reader.string("name")
        title = try reader.string("title")
        question = try reader.string("question")
        studyFile = try reader.string("studyFile")
        overrides = try reader.strings("overrides")
        codeVersion = try reader.string("codeVersion")
        commit = try reader.optionalString("commit")
        platform = try Platform(reader["platform"])
        dataset = try DatasetRecord(reader["dataset"])
        study = reader["study"].value
        kernels = reader["kernels"].value.texts
        // Locks of earlier versions have no features.
        if !reader["features"].value.isNull {
            for record in try reader.elements("features") {
                features.append(try FeaturesRecord(record))
            }
        }
        notes = reader["notes"].value.isNull ? [] : try reader.strings("notes")
        origin = try StudyOrigin.read(reader["origin"])
        axes = []
        for axis in try reader.elements("axes") {
            axes.append(
                Study.Axis(
                    path: try axis.string("path"),
                    labels: try axis.strings("labels")))
        }
        trials = []
        for entry in try reader.elements("trials") { trials.append(try TrialEntry(entry)) }
        // The settings of other programs have their own names.
        if codeVersion != TrialRecord.unknownProgram { renameSettings() }
    }

    /// Gives the settings of a lock of an earlier version their current names.
    private mutating func renameSettings() {
        study = RenamedSettings.current(study)
        overrides = overrides.map { RenamedSettings.current(override: $0) }
        for index in axes.indices {
            axes[index].path = RenamedSettings.current(path: axes[index].path)
        }
        for index in trials.indices {
            trials[index].coordinates = Dictionary(
                trials[index].coordinates.map { (RenamedSettings.current(path: $0.key), $0.value) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    /// Reads a lock file.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package init(file path: String) throws {
        try self.init(JSONDocument(bytes: ResultsFolder.bytes(path), file: path))
    }
}
