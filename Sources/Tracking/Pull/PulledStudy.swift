import Files
import Foundation
import JSON
package import Results
import Studies
package import Vocabulary

/// Runs of an experiment as the results of a study, which can be charted, reported and compared.
///
/// Of a run that ended well and tells loss and accuracy after each epoch, as `train_loss`,
/// `train_accuracy` and the same for `val` and `test`, a complete trial is made. Its images and
/// machine are not known.
package struct PulledStudy {
    package let lock: StudyLock
    /// Why runs were left out, a line for each.
    package let notes: [String]
    private let trials: [Trial]

    private struct Trial {
        var record: TrialRecord
        var epochs: [EpochRecord]
    }

    /// - Parameter monitor: the metric that decides which epoch of each trial counts; without its
    ///   split the last one counts.
    /// - Throws: `TrackingError.noRuns`.
    package init(
        _ experiment: String, _ runs: [ForeignRun], from place: String, monitor: PulledMetric
    ) throws(TrackingError) {
        var notes: [String] = []
        let parents = Set(runs.compactMap { $0.tags[MLflowTag.parent] })
        let members = runs.compactMap { run -> (run: ForeignRun, epochs: [EpochRecord])? in
            let epochs = EpochRecord.read(run)
            // The run around others has no epochs of its own.
            if epochs.isEmpty, parents.contains(run.id) { return nil }
            if run.status == "FINISHED", !epochs.isEmpty { return (run, epochs) }
            let reason =
                epochs.isEmpty
                ? "it has no train_loss and train_accuracy by epochs" : "it is \(run.status)"
            notes.append("\(run.name) (\(run.id)): left out: \(reason)")
            return nil
        }
        guard !members.isEmpty else {
            throw .noRuns(experiment: experiment, place: place, reasons: notes)
        }
        let axes = RunAxes(members.map(\.run))
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
            studyFile: place, study: ["name": .string(experiment)], axes: axes.axes,
            dataset: Self.dataset(members.map(\.run)), codeVersion: TrialRecord.unknownProgram,
            platform: .unknown, trials: entries)
        lock.origin = StudyOrigin(location: place, experiment: experiment)
        (self.lock, self.notes, self.trials) = (lock, notes, trials)
    }

    /// The note of the run around the others.
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

    /// A text as a file's name, or a part of one.
    package static func fileName(_ text: String) -> String {
        let characters = text.map { character in
            character.isASCII
                && (character.isLetter || character.isNumber || "._-".contains(character))
                ? character : "-"
        }
        return String(characters.drop { $0 == "." || $0 == "-" })
    }

    /// Names of files, each for one thing: what has another key has another name, though its text
    /// is the same but for characters that the name of a file has better not.
    private struct PulledNames {
        private var names: [[[UInt8]]: String] = [:]
        private var used: Set<String> = []

        /// The name of what has a key: its text as a file's name, with a number where another has
        /// that.
        mutating func name(of key: [String], as text: String) -> String {
            // By bytes: Swift takes two forms of a letter to be equal.
            let key = key.map { Array($0.utf8) }
            if let name = names[key] { return name }
            let plain = PulledStudy.fileName(text)
            let first = plain.isEmpty ? "run" : plain
            var (name, number) = (first, 1)
            while !used.insert(name).inserted {
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
        let metric = monitor.available(in: epochs)
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

    /// Parameters with dots in their names as objects within others; numbers as such.
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
        // A name that is a value and an object at once stays a value.
        var inner = settings[first] ?? .object([])
        guard inner.members != nil else { return }
        set(value, at: Array(path.dropFirst()), in: &inner)
        settings[first] = inner
    }

    /// Writes a results folder, in place of one that was pulled before.
    /// - Throws: `FileError`, `ResultsError`, `JSONError`.
    package func write(to folder: ResultsFolder) throws {
        let keys = Dictionary(
            trials.map { ($0.record.id, $0.record.key) }, uniquingKeysWith: { $1 })
        // What the server has no more, or has otherwise, is kept.
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

extension EpochRecord {
    /// The epochs that a run tells of; steps that begin with 0 are counted from 1.
    static func read(_ run: ForeignRun) -> [EpochRecord] {
        let losses = run.values("train_loss", "training_loss", "loss")
        let steps = losses.keys.sorted()
        let rates = run.values("lr", "learning_rate")
        let rate = ["lr", "learning_rate", "training.optimizer.learningRate"].lazy
            .compactMap { run.params[$0] }.compactMap { Double($0) }.first
        let seconds = run.values("seconds")
        let times = Dictionary(
            (run.metrics["train_loss"] ?? []).map { ($0.step, $0.time) }, uniquingKeysWith: max)
        // Some count right answers in percent.
        let accuracies = Split.allCases.flatMap { Self.accuracies(run, $0).values }
        let scale = (accuracies.filter(\.isFinite).max() ?? 0) > 1 ? 0.01 : 1
        var before = run.started
        return steps.enumerated().compactMap { index, step in
            func metrics(_ split: Split) -> Metrics? {
                guard let loss = Self.losses(run, split)[step],
                    let accuracy = Self.accuracies(run, split)[step]
                else { return nil }
                return Metrics(loss: loss, accuracy: accuracy * scale)
            }
            guard let train = metrics(.train) else { return nil }
            let time = times[step] ?? before
            defer { before = time }
            return EpochRecord(
                epoch: index + 1, learningRate: rates[step] ?? rate ?? .nan, train: train,
                val: metrics(.val), test: metrics(.test),
                seconds: seconds[step] ?? max(0, Double(time - before) / 1000))
        }
    }

    private static func losses(_ run: ForeignRun, _ split: Split) -> [Int: Double] {
        run.values("\(split.rawValue)_loss", "\(split.title)_loss")
    }

    private static func accuracies(_ run: ForeignRun, _ split: Split) -> [Int: Double] {
        run.values(
            "\(split.rawValue)_accuracy", "\(split.title)_accuracy", "\(split.rawValue)_acc")
    }
}

/// A metric that decides which epoch of a run counts. The test split decides nothing.
package struct PulledMetric: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable { case accuracy, loss }

    package let split: Split
    package let kind: Kind

    package init(_ split: Split, _ kind: Kind) {
        self.split = split
        self.kind = kind
    }

    /// Reads a name such as `val_accuracy`; nil for another.
    package init?(_ name: String) {
        let parts = name.split(separator: "_").map(String.init)
        guard parts.count == 2, let split = Split(rawValue: parts[0]),
            split != .test, let kind = Kind(rawValue: parts[1])
        else { return nil }
        self.init(split, kind)
    }

    package static let names = [Split.val, .train].flatMap { split in
        Kind.allCases.map { PulledMetric(split, $0).name }
    }

    package var name: String { "\(split.rawValue)_\(kind.rawValue)" }

    private func value(_ epoch: EpochRecord) -> Double? {
        guard let metrics = epoch.metrics[split] else { return nil }
        let value = kind == .loss ? -metrics.loss : metrics.accuracy
        return value.isNaN ? nil : value
    }

    /// Nil where no epoch has the metric: then nothing chooses an epoch.
    func available(in epochs: [EpochRecord]) -> PulledMetric? {
        epochs.contains { value($0) != nil } ? self : nil
    }

    /// The first of the best epochs; the last one where there is no number.
    func best(of epochs: [EpochRecord]) -> Int {
        let best = epochs.max { (value($0) ?? -.infinity) < (value($1) ?? -.infinity) }
        guard let best, let most = value(best) else { return epochs.last?.epoch ?? 1 }
        return epochs.first { value($0) == most }?.epoch ?? 1
    }
}
