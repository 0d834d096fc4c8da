import Files
import Foundation
import JSON
package import Results
import Studies
import Vocabulary

/// The runs of an MLflow experiment as the results of a study, for charts, reports and comparisons.
///
/// A finished run with a training loss for each epoch becomes a complete trial; the training
/// accuracy, and loss and accuracy of `val` and `test`, are optional. Images and machine are
/// unknown.
package struct PulledStudy {
    /// The lock of the results folder.
    package let lock: StudyLock
    /// The runs and metrics that were not imported with the reasons, and the names of metrics that
    /// differ from those of `study`; one line for each.
    package let notes: [String]
    private let trials: [Trial]

    private struct Trial {
        var record: TrialRecord
        var epochs: [EpochRecord]
    }

    /// Converts runs to trials.
    /// - Parameters:
    ///   - location: the address or path of the source.
    ///   - monitor: the metric that chooses the best epoch of each trial; if a run does not have
    ///     it, the last epoch is chosen.
    ///   - names: names of metrics that are not known otherwise.
    /// - Throws: `TrackingError.noRuns`, `noMetric` for a name that no run has.
    package init(
        _ experiment: String, _ runs: [ForeignRun], from location: String, monitor: PulledMetric,
        names: [PulledMetric: String] = [:]
    ) throws(TrackingError) {
        try Self.check(names, runs, location)
        var notes: [String] = []
        let parents = Set(runs.compactMap { $0.tags[MLflowTag.parent] })
        var (translations, leftOut, unmonitored) = ([String](), [String](), [String]())
        var epochNotes: [String] = []
        let chosen = runs.map { run in
            let (run, note) = run.numbered(names)
            return (run: run, chosen: ChosenMetrics(run, given: names), note: note)
        }
        let units = AccuracyUnits(
            chosen.filter { $0.run.status == "FINISHED" && $0.chosen.hasTrainingLoss }
                .map { ($0.run, $0.chosen) })
        let members = chosen.compactMap { member -> (run: ForeignRun, epochs: [EpochRecord])? in
            let run = member.run
            let read = PulledEpochs(run, member.chosen, units)
            // A parent run without epochs is not a trial.
            if read.epochs.isEmpty, parents.contains(run.id) { return nil }
            if run.status == "FINISHED", !read.epochs.isEmpty {
                translations += read.translations
                leftOut += read.leftOut + run.unread
                epochNotes += read.notes + (member.note.map { [$0] } ?? [])
                if !monitor.isAvailable(in: read.epochs) {
                    unmonitored.append(
                        "no \(monitor.name), so the last epoch counts; see --monitor")
                }
                return (run, read.epochs)
            }
            let reason = read.problem ?? "status \(run.status)"
            notes.append("\(run.name) (\(run.id)): not imported: \(reason)")
            return nil
        }
        guard !members.isEmpty else {
            throw .noRuns(experiment: experiment, location: location, reasons: notes)
        }
        notes += Self.counted(translations, "metric") + units.notes
        notes += Self.counted(leftOut, "left out") + Self.counted(epochNotes, "epochs")
        notes += Self.counted(unmonitored, "best epoch")
        let axes = RunAxes(members.map(\.run))
        notes += axes.notes
        var (trials, entries) = ([Trial](), [TrialEntry]())
        var groups = PulledNames()
        var ids = PulledNames()
        for (member, point) in zip(members, axes.points) {
            let labels = axes.axes.filter { !$0.isOfRepeats }.map {
                point.coordinates[$0.path] ?? ""
            }
            let group = groups.name(
                of: labels, as: labels.isEmpty ? "run" : labels.joined(separator: "-"))
            let id = ids.name(of: [member.run.id], as: "\(group)-s\(point.seed)")
            let record = Self.record(member.run, member.epochs, id, group, monitor, point.seed)
            trials.append(Trial(record: record, epochs: member.epochs))
            entries.append(
                TrialEntry(
                    id: id, group: group, coordinates: point.coordinates, seed: point.seed,
                    key: record.key, state: .complete))
        }
        var lock = StudyLock(
            name: experiment, title: experiment, question: Self.question(runs),
            studyFile: location, study: ["name": .string(experiment)], axes: axes.axes,
            dataset: Self.dataset(members.map(\.run)), codeVersion: TrialRecord.unknownProgram,
            platform: .unknown, trials: entries)
        lock.origin = StudyOrigin(location: location, experiment: experiment)
        (self.lock, self.notes, self.trials) = (lock, notes, trials)
    }

    /// - Throws: `TrackingError.noMetric` for the first given name that no run has.
    private static func check(
        _ names: [PulledMetric: String], _ runs: [ForeignRun], _ location: String
    ) throws(TrackingError) {
        let known = Set(runs.flatMap(\.metrics.keys))
        for (metric, name) in names.sorted(by: { $0.key.name < $1.key.name })
        where !known.contains(name) && !runs.isEmpty {
            throw .noMetric(name, of: metric.name, location: location, known: known.sorted())
        }
    }

    /// A line for each text with the number of runs that it concerns.
    private static func counted(_ texts: [String], _ label: String) -> [String] {
        texts.unique.map { text in
            let count = texts.count { $0 == text }
            return "\(label): \(text) (\(count) \(count == 1 ? "run" : "runs"))"
        }
    }

    /// The note of the parent run.
    private static func question(_ runs: [ForeignRun]) -> String {
        let parents = Set(runs.compactMap { $0.tags[MLflowTag.parent] })
        let notes = runs.filter { parents.contains($0.id) }.compactMap { $0.tags[MLflowTag.note] }
        return notes.last ?? ""
    }

    private static func dataset(_ runs: [ForeignRun]) -> DatasetRecord {
        let digests = Set(runs.compactMap { $0.tags["study.data"] })
        return DatasetRecord(
            path: "", classes: [], counts: [:],
            fingerprint: digests.count == 1 ? digests.first ?? "" : "", imageSize: 0)
    }

    /// A text as a file name: characters other than ASCII letters, digits, `.`, `_` and `-` become
    /// `-`, and a long text is shortened.
    package static func fileName(_ text: String) -> String {
        let characters = text.map { character in
            character.isASCII
                && (character.isLetter || character.isNumber || "._-".contains(character))
                ? character : "-"
        }
        return ShortName.of(String(characters.drop { $0 == "." || $0 == "-" }), most: 120)
    }

    /// Unique file names: different keys get different names, even if their texts differ only in
    /// characters that a file name does not contain, or in upper and lower case, which some file
    /// systems do not distinguish.
    private struct PulledNames {
        private var names: [[[UInt8]]: String] = [:]
        private var used: Set<String> = []

        /// The name for a key: the text as a file name, with a number if another key has the name.
        mutating func name(of key: [String], as text: String) -> String {
            // Bytes are compared, since Swift treats two Unicode forms of a letter as equal.
            let key = key.map { Array($0.utf8) }
            if let name = names[key] { return name }
            let plain = PulledStudy.fileName(text)
            let first = plain.isEmpty ? "run" : plain
            var (name, number) = (first, 1)
            while !used.insert(name.lowercased()).inserted {
                number += 1
                name = "\(first)-\(number)"
            }
            names[key] = name
            return name
        }
    }

    private static func record(
        _ run: ForeignRun, _ epochs: [EpochRecord], _ id: String, _ group: String,
        _ monitor: PulledMetric, _ seed: UInt64
    ) -> TrialRecord {
        let metric = monitor.isAvailable(in: epochs) ? monitor : nil
        return TrialRecord(
            id: id, group: group, key: SHA256Digest.of("mlflow \(run.id)"),
            settings: RecordedSettings(ofAnyProgram: settings(run, seed)),
            started: MLflowTime.text(run.started),
            finished: MLflowTime.text(run.ended ?? run.started),
            seconds: epochs.reduce(0) { $0 + $1.seconds }, codeVersion: TrialRecord.unknownProgram,
            platform: .unknown, monitor: metric?.name ?? "none",
            bestEpoch: metric?.best(of: epochs) ?? epochs.last?.epoch ?? 1,
            classes: [], files: [:], data: run.tags["study.data"])
    }

    /// The parameters of a run as JSON: dots in names become nested objects, and texts that are
    /// JSON values become these values.
    private static func settings(_ run: ForeignRun, _ seed: UInt64) -> JSONValue {
        var settings: JSONValue = .object([])
        for (name, text) in run.params.sorted(by: { $0.key < $1.key }) {
            let value = (try? JSONDocument(text: text, file: name).value) ?? .string(text)
            set(value, at: name.split(separator: ".").map(String.init), in: &settings)
        }
        settings["seed"] = .number(Double(seed))
        return settings
    }

    private static func set(_ value: JSONValue, at path: [String], in settings: inout JSONValue) {
        guard let first = path.first else { return }
        guard path.count > 1 else {
            settings[first] = value
            return
        }
        // A name with both a value and members keeps the value.
        var inner = settings[first] ?? .object([])
        guard inner.members != nil else { return }
        set(value, at: Array(path.dropFirst()), in: &inner)
        settings[first] = inner
    }

    /// Writes a results folder; it can contain an earlier import of the same experiment. A new
    /// folder has its name only when it is complete.
    /// - Throws: `FileError`, `ResultsError`, `JSONError`.
    package func write(to folder: ResultsFolder) throws {
        guard try folder.readLockIfPresent() == nil else {
            let lock = try folder.acquire()
            defer { lock.release() }
            return try writeFiles(to: folder)
        }
        // An empty folder may be one that cannot be replaced, such as a mounted volume.
        let exists = FileManager.default.fileExists(atPath: folder.path)
        let part = ResultsFolder(
            "\(folder.path)\(exists ? "/" : "").part-\(getpid())")
        defer { try? FileManager.default.removeItem(atPath: part.path) }
        try writeFiles(to: part)
        guard exists else { return try Self.move(part.path, to: folder.path) }
        // The lock file is last, since it makes the folder a results folder.
        try Self.move("\(part.path)/trials", to: "\(folder.path)/trials")
        try Self.move(part.summaryPath, to: folder.summaryPath)
        try Self.move(part.lockPath, to: folder.lockPath)
    }

    private static func move(_ path: String, to other: String) throws(FileError) {
        guard rename(path, other) == 0 else {
            throw FileError(operation: "move it to \(other)", path: path)
        }
    }

    private func writeFiles(to folder: ResultsFolder) throws {
        let keys = Dictionary(
            trials.map { ($0.record.id, $0.record.key) }, uniquingKeysWith: { $1 })
        // Trials that the source no longer has, or has with another key, are kept in replaced/.
        for entry in try folder.readLockIfPresent()?.trials ?? [] where keys[entry.id] != entry.key
        {
            try folder.setAside(folder.trial(entry.id))
        }
        var lock = lock
        for (index, trial) in trials.enumerated() {
            let files = folder.trial(trial.record.id)
            try files.create()
            try files.write(trial.epochs)
            var record = trial.record
            record.files = try files.digests()
            try files.write(record)
            lock.trials[index].files = record.files
            lock.trials[index].record = try files.digest("trial.json")
        }
        try folder.write(lock)
        try folder.writeSummary()
    }
}

extension PulledMetric {
    private func value(_ epoch: EpochRecord) -> Double? {
        guard let metrics = epoch.metrics[split] else { return nil }
        let value = kind == .loss ? -metrics.loss : metrics.accuracy
        return value.isNaN ? nil : value
    }

    /// True if an epoch has a value of the metric.
    fileprivate func isAvailable(in epochs: [EpochRecord]) -> Bool {
        epochs.contains { value($0) != nil }
    }

    /// The number of the best epoch; of equal ones, the first. Without values it is the last epoch.
    fileprivate func best(of epochs: [EpochRecord]) -> Int {
        let best = epochs.max { (value($0) ?? -.infinity) < (value($1) ?? -.infinity) }
        guard let best, let most = value(best) else { return epochs.last?.epoch ?? 1 }
        return epochs.first { value($0) == most }?.epoch ?? 1
    }
}
