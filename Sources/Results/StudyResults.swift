import Foundation
import JSON
package import Studies
package import Vocabulary

/// All of a results folder that charts, reports and comparisons need, read once.
package struct StudyResults: Sendable {
    /// What was planned, on what, and how far it is.
    package var lock: StudyLock
    /// The complete trials, in the study's order.
    package var trials: [TrialResult]
    /// Trials that the lock calls complete and of which files are missing or damaged, by id: why.
    package var missing: [String: String]

    package init(lock: StudyLock, trials: [TrialResult], missing: [String: String] = [:]) {
        self.lock = lock
        self.trials = trials
        self.missing = missing
    }

    /// Reads a folder. A trial that is not whole any more is left out and named in `missing`.
    /// - Parameters:
    ///   - hasSteps: whether the first complete trial of each group comes with its steps.
    ///   - hasPredictions: whether trials come with their predictions; the choice of a
    ///     configuration needs none.
    /// - Throws: `ResultsError`, `JSONError` or `FileError` for a lock that cannot be read.
    package init(_ folder: ResultsFolder, hasSteps: Bool = false, hasPredictions: Bool = true)
        throws
    {
        self.init(lock: try folder.readLock(), trials: [])
        for index in lock.trials.indices {
            let trial = folder.trial(lock.trials[index].id)
            if !trial.isComplete {
                // It was removed since the lock was written.
                lock.trials[index].stale = nil
            } else if lock.trials[index].state == .planned, let record = try? trial.readRecord(),
                record.key == lock.trials[index].key
            {
                // It has ended since: a killed run leaves the lock behind.
                try lock.trials[index].complete(trial)
            }
        }
        var groupsWithSteps: Set<String> = []
        for entry in lock.trials where entry.state == .complete {
            let wantsSteps = hasSteps && !groupsWithSteps.contains(entry.group)
            do {
                trials.append(
                    try TrialResult(
                        entry, folder.trial(entry.id), hasSteps: wantsSteps,
                        hasPredictions: hasPredictions))
                groupsWithSteps.insert(entry.group)
            } catch { missing[entry.id] = "\(error)" }
        }
    }

    /// Trials that are repeats of the same, in the study's order; with those that are not complete
    /// left out.
    package var groups: [TrialGroup] {
        lock.trials.map(\.group).unique.enumerated().compactMap { index, name in
            let members = trials.filter { $0.entry.group == name }
            guard let first = members.first else { return nil }
            return TrialGroup(
                name: name, label: label(first.entry), index: index, trials: members)
        }
    }

    /// The axes on which groups differ.
    package var varyingAxes: [Study.Axis] {
        lock.axes.filter { !$0.isOfRepeats && $0.labels.count > 1 }
    }

    /// Whether there are several folds of a cross-validation.
    package var hasFolds: Bool { lock.axes.contains { $0.isOfFolds && $0.labels.count > 1 } }

    /// What the trials of a group differ by: `seed` or `fold`; `trial` where they do by both.
    package var repeatNoun: String {
        guard hasFolds else { return "seed" }
        return lock.axes.contains { $0.path == "seed" && $0.labels.count > 1 } ? "trial" : "fold"
    }

    /// A short name of an entry's group: its labels on the axes that vary; its full name when none
    /// does.
    package func label(_ entry: TrialEntry) -> String {
        let labels = varyingAxes.compactMap { entry.coordinates[$0.path] }
        return labels.isEmpty ? entry.group : labels.joined(separator: " / ")
    }
}

/// A complete trial: its entry in the lock and its files.
package struct TrialResult: Sendable {
    /// Its line in the lock.
    package var entry: TrialEntry
    /// Its `trial.json`.
    package var record: TrialRecord
    /// Its `epochs.csv`.
    package var epochs: [EpochRecord]
    /// Of the best epoch, by split.
    package var predictions: [Split: PredictionTable]
    /// Its `steps.csv`, where it was asked for and there is one; else empty.
    package var steps: [StepRecord]

    package init(
        entry: TrialEntry, record: TrialRecord, epochs: [EpochRecord],
        predictions: [Split: PredictionTable] = [:], steps: [StepRecord] = []
    ) {
        self.steps = steps
        self.entry = entry
        self.record = record
        self.epochs = epochs
        self.predictions = predictions
    }

    /// Reads a trial's folder.
    /// - Throws: `ResultsError`, `JSONError` or `FileError` for what is missing, damaged or of
    ///   another trial.
    fileprivate init(
        _ entry: TrialEntry, _ folder: TrialFolder, hasSteps: Bool, hasPredictions: Bool
    ) throws {
        guard folder.isComplete else {
            throw ResultsError.missingTrial(folder: folder.path)
        }
        let record = try folder.readRecord()
        guard record.key == entry.key else {
            throw ResultsError.otherTrial(file: folder.recordPath)
        }
        var predictions: [Split: PredictionTable] = [:]
        for split in Split.allCases where hasPredictions {
            predictions[split] = try folder.readPredictions(split)
        }
        let hasSteps = hasSteps && FileManager.default.fileExists(atPath: folder.stepsPath)
        self.init(
            entry: entry, record: record, epochs: try folder.readEpochs(),
            predictions: predictions, steps: hasSteps ? try folder.readSteps() : [])
    }

    /// The epoch that counts.
    package var best: EpochRecord? { epochs.first { $0.epoch == record.bestEpoch } }
    /// The last epoch.
    package var last: EpochRecord? { epochs.last }

    /// The patience that ended the trial before its last epoch; nil when nothing did, or a loss
    /// that is no number.
    package var patienceAtEnd: Int? {
        guard let patience = record.settings.patience, let planned = record.settings.epochs,
            epochs.count < planned, !hasDiverged, record.pruned == nil
        else { return nil }
        return patience
    }

    /// Whether a loss ceased to be a finite number.
    package var hasDiverged: Bool {
        epochs.contains { $0.metrics.values.contains { !$0.loss.isFinite } }
    }
}

extension TrialResult {
    /// Which repeat of its group the trial is, such as `s1`, with the fold where there are several:
    /// trials of two groups with one name are a pair.
    package var repetition: String {
        let folds = entry.coordinates.filter { Study.Axis(path: $0.key, labels: []).isOfFolds }
        return (["s\(entry.seed)"] + folds.values.map { "f\($0)" }).joined(separator: "-")
    }
}

/// Trials that are repeats of the same: with other seeds, or other folds of a cross-validation.
package struct TrialGroup: Sendable {
    /// The trials' common name, such as `vgg16-cosine`.
    package var name: String
    /// A short name, unique in the study.
    package var label: String
    /// The place in the study's order, which decides colours.
    package var index: Int
    /// In the study's order.
    package var trials: [TrialResult]

    /// The accuracies at each trial's best epoch, in the order of the trials; none is left out that
    /// is a number.
    package func bestAccuracies(_ split: Split) -> [Double] {
        trials.compactMap { $0.best?.metrics[split]?.accuracy }.filter(\.isFinite)
    }
}
