import Evaluation
package import Markup
package import Results
import Terminal
import Vocabulary

/// The text on which epoch of each trial counts, and which metric decided that.
package struct EpochWording {
    /// The metrics that decided, including `none` if the last epoch counts.
    private let monitors: [String]
    private let hasValidation: Bool
    /// Whether several epochs of a trial have the best value of the metric; the first of them
    /// counts.
    private let hasTies: Bool

    /// Describes the epochs of all trials of a study.
    package init(_ results: StudyResults) {
        monitors = Set(results.trials.map(\.monitorUsed)).sorted()
        hasValidation = results.hasValidation
        hasTies = results.trials.contains { $0.equalEpochs > 1 }
    }

    /// Describes the epochs of one trial.
    package init(_ record: TrialRecord, epochs: [EpochRecord]) {
        monitors = [record.monitorUsed(epochs)]
        hasValidation = epochs.contains { $0.metrics[.val] != nil }
        hasTies = Self.equalEpochs(record, epochs) > 1
    }

    /// The number of a trial's epochs whose metric equals that of the epoch that counts, including
    /// it; 0 if no metric decided.
    static func equalEpochs(_ record: TrialRecord, _ epochs: [EpochRecord]) -> Int {
        guard let metric = MonitoredMetric(record.monitorUsed(epochs)),
            let best = epochs.first(where: { $0.epoch == record.bestEpoch })?
                .value(of: metric.name)
        else { return 0 }
        return epochs.count { $0.value(of: metric.name) == best }
    }

    /// The epoch with its reason: `3 (highest val_accuracy)`, `5 (the last: there is no validation
    /// split)`.
    package func short(_ epoch: Int) -> String {
        if isLast {
            return
                "\(epoch) (the last\(hasValidation ? "" : ": there is no validation split"))"
        }
        guard monitors.count == 1, let metric = MonitoredMetric(monitors[0]) else {
            return "\(epoch)"
        }
        let tie = hasTies ? ", the first of equals" : ""
        return "\(epoch) (\(metric.largerIsBetter ? "highest" : "lowest") \(metric.name)\(tie))"
    }

    /// Whether the last epoch of every trial counts because nothing was monitored.
    package var isLast: Bool { monitors == [MonitoredMetric.none] }

    /// The phrase for use within a sentence, such as "at the epoch with the highest
    /// `val_accuracy`".
    package var phrase: Markdown { Markdown(source: text { Markdown.code($0).source }) }
    /// The phrase for the beginning of a sentence.
    package var opening: Markdown { Markdown(source: phrase.source.capitalizedFirst) }

    /// The phrase without Markdown, for charts.
    package var plain: String { text { $0 } }

    private func text(_ code: (String) -> String) -> String {
        if isLast {
            return hasValidation
                ? "at the last epoch (\(code("training.monitor")) is \(code("none")))"
                : "at the last epoch (there is no validation split)"
        }
        guard monitors.count == 1, let metric = MonitoredMetric(monitors[0]) else {
            return "at the best epoch by the metric that each trial monitors "
                + "(\(Formatting.list(monitors.map(code))))"
        }
        let word = metric.largerIsBetter ? "highest" : "lowest"
        let source = metric.part == .train ? ", a training metric" : ""
        let tie = hasTies ? " (the first of equals)" : ""
        return "at the epoch with the \(word) \(code(metric.name))\(tie)\(source)"
    }

    /// The sentences on the trials in which several epochs have the best value, of which the first
    /// one counts; nil if there are none.
    package static func tieNote(_ results: StudyResults) -> Markdown? {
        let trials = results.trials
        let tied = trials.filter { $0.equalEpochs > 1 }
        guard !tied.isEmpty else { return nil }
        let names = Set(tied.map(\.monitorUsed)).sorted()
        let metric = names.count == 1 ? MonitoredMetric(names[0]) : nil
        let value: Markdown =
            metric.map { metric -> Markdown in
                let word = metric.largerIsBetter ? "highest" : "lowest"
                return "the \(word) \(Markdown.code(metric.name))"
            } ?? "the best value of the monitored metric"
        let all = tied.count { $0.equalEpochs == $0.epochs.count }
        if trials.count == 1 {
            return all == 0
                ? "Several epochs share \(value); the first of them counts."
                : "All epochs share \(value), so the metric chose none; the first epoch counts."
        }
        let start: Markdown =
            "In \(tied.count) of \(trials.count) trials, several epochs share \(value); the first of them counts"
        if all == 0 { return "\(start)." }
        return
            "\(start). In \(all) of these trials, all epochs share it, so the metric chose none of them."
    }
}

extension TrialResult {
    /// The number of epochs whose metric equals that of the epoch that counts, including it; 0 if
    /// no metric decided.
    var equalEpochs: Int { EpochWording.equalEpochs(record, epochs) }
}
