import Evaluation
package import Results

/// Which epoch of each trial counts, and what decided that, in words.
package struct EpochWording {
    /// The metrics that decided, `none` among them where the last epoch counts.
    private let monitors: [String]
    private let hasValidation: Bool

    init(_ results: StudyResults) {
        monitors = Set(results.trials.map(\.monitorUsed)).sorted()
        hasValidation = results.hasValidation
    }

    /// Of one trial.
    package init(_ record: TrialRecord, epochs: [EpochRecord]) {
        monitors = [record.monitorUsed(epochs)]
        hasValidation = epochs.contains { $0.metrics[.val] != nil }
    }

    /// An epoch with its reason: `3 (highest val_accuracy)`, `5 (the last: there is no validation split)`.
    package func short(_ epoch: Int) -> String {
        if isLast {
            return
                "\(epoch) (the last\(hasValidation ? "" : ": there is no validation split"))"
        }
        guard monitors.count == 1, let metric = MonitoredMetric(monitors[0]) else {
            return "\(epoch)"
        }
        return "\(epoch) (\(metric.largerIsBetter ? "highest" : "lowest") \(metric.name))"
    }

    /// Whether the last epoch of every trial counts, for nothing was monitored.
    var isLast: Bool { monitors == [MonitoredMetric.none] }

    /// As in "right ... ": `at the epoch with the best `val_accuracy``.
    var phrase: Markdown { Markdown(source: text { Markdown.code($0).source }) }
    /// The same where a sentence begins.
    var opening: Markdown { Markdown(source: phrase.source.capitalizedFirst) }

    /// The same for charts, which have no Markdown.
    var plain: String { text { $0 } }

    private func text(_ code: (String) -> String) -> String {
        if isLast {
            return hasValidation
                ? "at the last epoch (\(code("training.monitor")) is \(code("none")))"
                : "at the last epoch (there is no validation split)"
        }
        guard monitors.count == 1, let metric = MonitoredMetric(monitors[0]) else {
            return "at the epoch that each trial's metric decided on "
                + "(\(Numbers.list(monitors.map(code))))"
        }
        let word = metric.largerIsBetter ? "highest" : "lowest"
        let source = metric.part == .train ? ", a training figure" : ""
        return "at the epoch with the \(word) \(code(metric.name))\(source)"
    }
}
