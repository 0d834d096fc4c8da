import Analysis
import Evaluation
import Results
import Vocabulary

/// The outcome of a study for a tracking server: metrics and tags of the study's run, and tags of
/// the runs of its trials.
struct StudyOutcome {
    private let results: StudyResults
    private let choice: StudyChoice
    /// The metrics of each trial at its best epoch.
    private let values: [String: [String: Double]]

    init(_ results: StudyResults) {
        self.results = results
        choice = StudyChoice(results)
        values = Dictionary(
            results.trials.map { ($0.entry.id, TrackedMetric.best(of: $0)) },
            uniquingKeysWith: { $1 })
    }

    /// The metrics by name: `mean_...` are means over all complete trials, `chosen_...` those over
    /// the trials of the chosen configuration if there is exactly one.
    var metrics: [String: Double] {
        var metrics = [
            "trials_complete": Double(results.trials.count),
            "trials_failed": Double(
                results.lock.trials.count { if case .failed = $0.state { true } else { false } }),
        ]
        add(Self.means(results.trials.compactMap { values[$0.entry.id] }), TrackedMetric.mean)
        if choice.winners.count == 1 {
            let trials = choice.winners[0].group.trials
            add(Self.means(trials.compactMap { values[$0.entry.id] }), TrackedMetric.chosen)
            add(choice.means(of: choice.winners[0]), TrackedMetric.chosen)
        }
        func add(_ values: [String: Double], _ prefix: String) {
            for (name, value) in values { metrics[prefix + name] = value }
        }
        return metrics
    }

    /// The mean of each metric that all trials have.
    private static func means(_ trials: [[String: Double]]) -> [String: Double] {
        var means: [String: Double] = [:]
        for name in Set(trials.flatMap(\.keys)) {
            let values = trials.compactMap { $0[name] }
            if values.count == trials.count { means[name] = Statistics.mean(values) }
        }
        return means
    }

    /// The tags of the study's run.
    var tags: [String: String] {
        [
            "study.chosen": choice.winners.map(\.group.name).joined(separator: ", "),
            "study.monitor": choice.monitor,
            "study.outcome": ChoiceWording(results, choice).line,
        ]
    }

    /// The tags of a trial's run.
    func tags(of trial: TrialEntry) -> [String: String] {
        func contains(_ candidates: [StudyChoice.Candidate]) -> Bool {
            candidates.contains { $0.group.name == trial.group }
        }
        let word =
            if let reason = choice.undecided {
                "nothing chosen: \(ChoiceWording.reason(reason))"
            } else if contains(choice.winners) {
                choice.winners.count == 1 ? "chosen" : "shares the first place"
            } else if contains(choice.close) {
                "not chosen, within one standard error of the chosen configuration"
            } else { "not chosen" }
        return ["study.choice": word]
    }
}

extension TrackedMetric {
    /// The prefixes of the study's metrics: means over the trials of the chosen configuration, and
    /// over all complete trials.
    static let (chosen, mean) = ("chosen_", "mean_")

    /// The metrics of a trial at its best epoch, such as `val_loss` and `test_auroc`; those of the
    /// predictions only if they match that epoch. A metric of the positive class is the mean over
    /// both classes if that class is unknown. Metrics of several labels are the mean over the
    /// labels that have positive and negative images, but the accuracy is that of whole images.
    static func best(of trial: TrialResult) -> [String: Double] {
        var values: [String: Double] = [:]
        for split in [Split.val, .test] {
            if let labels = trial.weightedLabels(split)?.predictions {
                // Of several labels: the mean over the labels, as of the monitored metric.
                for metric in EvaluationMetrics.all {
                    let monitored = MonitoredMetric("val_\(metric.name)")
                    values["\(split.rawValue)_\(metric.name)"] = monitored?.value(labels)
                }
                continue
            }
            let positive = trial.record.positiveClass
            guard let table = trial.matchingPredictions(split),
                let predictions = trial.weightedPredictions(split, positive: positive)
            else { continue }
            let hasPositive = positive.map { table.classes.contains($0) } ?? false
            for metric in EvaluationMetrics.all {
                let monitored = MonitoredMetric("val_\(metric.name)")
                values["\(split.rawValue)_\(metric.name)"] = monitored?.value(
                    predictions, hasPositive: hasPositive)
            }
        }
        for (split, metrics) in trial.best?.metrics ?? [:] {
            values["\(split.rawValue)_accuracy"] = metrics.accuracy
            values["\(split.rawValue)_loss"] = metrics.loss
        }
        if let monitored = trial.best?.monitored { values[monitored.name] = monitored.value }
        return values
    }
}

extension TrialResult {
    /// A complete trial with its epochs and predictions, as far as they can be read.
    init(_ record: TrialRecord, _ files: TrialFolder) {
        var predictions: [Split: PredictionTable] = [:]
        for split in Split.allCases {
            predictions[split] = (try? files.readPredictions(split)) ?? nil
        }
        let entry = TrialEntry(
            id: record.id, group: record.group, coordinates: [:], seed: 0, key: record.key,
            state: .complete)
        self.init(
            entry: entry, record: record, epochs: (try? files.readEpochs()) ?? [],
            predictions: predictions)
        for split in Split.allCases where predictions[split] == nil {
            labelPredictions[split] = (try? files.readLabelPredictions(split)) ?? nil
        }
    }
}
