import Foundation
import JSON
package import Studies
package import Vocabulary

/// The content of a results folder that charts, reports and comparisons use.
package struct StudyResults: Sendable {
    /// The lock: the study, the data, the machine and the state of every trial.
    package var lock: StudyLock
    /// The complete trials, in the study's order.
    package var trials: [TrialResult]
    /// The error of each trial that is complete according to the lock but has missing or damaged
    /// files, by id.
    package var missing: [String: String]
    /// The attributes of the test images; nil if the study names none, and if predictions were not
    /// read.
    package var attributes: StudyAttributes?

    package init(lock: StudyLock, trials: [TrialResult], missing: [String: String] = [:]) {
        self.lock = lock
        self.trials = trials
        self.missing = missing
    }

    /// Reads a folder. A trial with missing or damaged files is left out and named in `missing`.
    /// - Parameters:
    ///   - hasSteps: whether the steps of the first complete trial of each group are read.
    ///   - hasPredictions: whether predictions are read; the choice of a configuration does not
    ///     need them.
    /// - Throws: `ResultsError`, `JSONError` or `FileError` for a lock that cannot be read.
    package init(_ folder: ResultsFolder, hasSteps: Bool = false, hasPredictions: Bool = true)
        throws
    {
        self.init(lock: try folder.readLock(), trials: [])
        for index in lock.trials.indices {
            let trial = folder.trial(lock.trials[index].id)
            if !trial.isComplete {
                // The stale result was removed after the lock was written.
                lock.trials[index].stale = nil
            } else if lock.trials[index].state == .planned, let record = try? trial.readRecord(),
                record.key == lock.trials[index].key
            {
                // The trial ended after the lock was written, which a killed run does not update.
                try lock.trials[index].complete(trial)
            }
        }
        if hasPredictions { attributes = try StudyAttributes(in: folder) }
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

    /// The configurations with their complete trials, which are repetitions of each other, in the
    /// study's order; configurations without a complete trial are left out.
    package var groups: [TrialGroup] {
        lock.trials.map(\.group).unique.enumerated().compactMap { index, name in
            let members = trials.filter { $0.entry.group == name }
            guard let first = members.first else { return nil }
            return TrialGroup(
                name: name, label: label(first.entry), index: index, trials: members)
        }
    }

    /// The axes on which configurations differ, without seeds and folds.
    package var varyingAxes: [Study.Axis] {
        lock.axes.filter { !$0.isOfRepeats && $0.labels.count > 1 }
    }

    /// Whether there are several folds of a cross-validation.
    package var hasFolds: Bool { lock.axes.contains { $0.isOfFolds && $0.labels.count > 1 } }

    /// The noun for the trials of a configuration: `seed` or `fold`, or `trial` if they differ in
    /// both.
    package var repeatNoun: String {
        guard hasFolds else { return "seed" }
        return lock.axes.contains { $0.path == "seed" && $0.labels.count > 1 } ? "trial" : "fold"
    }

    /// The short name of an entry's group: its labels on the axes that vary, numbers with the name
    /// of their setting, or its full name if none varies.
    package func label(_ entry: TrialEntry) -> String {
        let labels = varyingAxes.compactMap { axis in
            entry.coordinates[axis.path].map(axis.clearLabel)
        }
        return labels.isEmpty ? entry.group : labels.joined(separator: " / ")
    }
}

/// A complete trial: its entry in the lock and its files.
package struct TrialResult: Sendable {
    /// The trial's entry in the lock.
    package var entry: TrialEntry
    /// The content of `trial.json`.
    package var record: TrialRecord
    /// The content of `epochs.csv`.
    package var epochs: [EpochRecord]
    /// The predictions at the best epoch, by split.
    package var predictions: [Split: PredictionTable]
    /// The predictions at the best epoch, by split, if images can have several labels; otherwise
    /// empty.
    package var labelPredictions: [Split: LabelPredictionTable] = [:]
    /// The content of `steps.csv`; empty if it was not read or does not exist.
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
    /// - Throws: `ResultsError`, `JSONError` or `FileError` if a file is missing, damaged or of
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
        var labelPredictions: [Split: LabelPredictionTable] = [:]
        for split in Split.allCases where hasPredictions && predictions[split] == nil {
            labelPredictions[split] = try folder.readLabelPredictions(split)
        }
        let hasSteps = hasSteps && FileManager.default.fileExists(atPath: folder.stepsPath)
        self.init(
            entry: entry, record: record, epochs: try folder.readEpochs(),
            predictions: predictions, steps: hasSteps ? try folder.readSteps() : [])
        self.labelPredictions = labelPredictions
    }

    /// The best epoch, whose results count.
    package var best: EpochRecord? { epochs.first { $0.epoch == record.bestEpoch } }
    /// The last epoch.
    package var last: EpochRecord? { epochs.last }

    /// The patience by which early stopping ended the trial before its last planned epoch; nil if
    /// it was not stopped early, or for another reason.
    package var patienceAtEnd: Int? {
        guard let patience = record.settings.patience, let planned = record.settings.epochs,
            epochs.count < planned, !hasDiverged, record.pruned == nil
        else { return nil }
        return patience
    }

    /// Whether a loss is not a finite number.
    package var hasDiverged: Bool {
        epochs.contains { epoch in
            epoch.metrics.keys.contains { loss($0, epoch).map { !$0.isFinite } ?? false }
        }
    }

    /// The loss of a split after an epoch; nil if it is unknown: another program recorded the
    /// accuracy only.
    package func loss(_ split: Split, _ epoch: EpochRecord) -> Double? {
        guard let metrics = epoch.metrics[split] else { return nil }
        let isUnknown =
            record.codeVersion == TrialRecord.unknownProgram
            && metrics.loss.isNaN && metrics.accuracy.isFinite
        return isUnknown ? nil : metrics.loss
    }
}

extension TrialResult {
    /// The name of the repetition, such as `s1`, with the fold if there are several. Trials of two
    /// groups with the same name form a pair.
    package var repetition: String {
        let folds = entry.coordinates.filter { Study.Axis(path: $0.key, labels: []).isOfFolds }
        return (["s\(entry.seed)"] + folds.values.map { "f\($0)" }).joined(separator: "-")
    }
}

/// A configuration: trials that differ only in their seed or their fold of a cross-validation.
package struct TrialGroup: Sendable {
    /// The trials' common name, such as `vgg16-cosine`.
    package var name: String
    /// A short name, unique in the study.
    package var label: String
    /// The position in the study's order, which determines the colour in charts.
    package var index: Int
    /// The trials in the study's order.
    package var trials: [TrialResult]

    /// The accuracies at each trial's best epoch, in the order of the trials; values that are not
    /// finite are left out.
    package func bestAccuracies(_ split: Split) -> [Double] {
        trials.compactMap { $0.best?.metrics[split]?.accuracy }.filter(\.isFinite)
    }
}
