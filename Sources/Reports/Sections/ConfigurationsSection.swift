import Analysis
import Evaluation
import Markup
import Results
import Terminal
import Vocabulary

/// Every configuration with its trials and the metrics of its predictions; folded away if there are
/// many configurations.
struct ConfigurationsSection {
    let analysis: StudyAnalysis

    private static let mostOpen = 3

    private var comparison: Comparison { analysis.comparison }

    var markdown: Markdown? {
        let scores = comparison.scores
        guard !scores.isEmpty else { return nil }
        let parts = scores.map { score -> Markdown in
            scores.count > Self.mostOpen
                ? Markdown.details(summary(score), content(score))
                : "### \(score.group.label)\n\n\(content(score))"
        }
        let order: Markdown =
            comparison.isChosen
            ? "The configurations are sorted by \(Markdown.code(comparison.choice.metric?.name ?? ""))."
            : "The configurations are sorted by \(comparison.split.title) accuracy."
        let paragraphs: [Markdown] = scores.count > 1 ? [order] + parts : parts
        return Markdown.section("Configurations", paragraphs)
    }

    private func summary(_ score: Comparison.Score) -> String {
        "\(score.group.label): \(score.text(comparison.decimals))"
    }

    private func content(_ score: Comparison.Score) -> Markdown {
        [trials(score.group), metrics(score.group)].compactMap { $0 }.joined(separator: "\n\n")
    }

    private func trials(_ group: TrialGroup) -> Markdown {
        let splits = analysis.results.lock.dataset.splits
        let evaluated = splits.filter { split in
            group.trials.contains { $0.best?.metrics[split] != nil }
        }
        let rows = group.trials.map { trial -> [Markdown] in
            let id = trial.entry.id
            let cells =
                [String(trial.record.bestEpoch)] + evaluated.map { accuracy(trial.best, $0) }
                + [Formatting.significant(trial.best?.metrics[comparison.split]?.loss)]
                + [accuracy(trial.last, comparison.split)]
                + [Formatting.duration(trial.record.seconds)]
            return [Markdown.link(Markdown(id), to: "trials/\(id)")] + cells.map { Markdown($0) }
        }
        let epoch: Markdown =
            EpochWording(analysis.results).isLast ? "last epoch" : "best epoch"
        return Markdown.table(
            ["trial", epoch] + evaluated.map { "\($0.title) accuracy" as Markdown }
                + [
                    "\(comparison.split.title) loss",
                    "\(comparison.split.title) accuracy after the last epoch", "time",
                ], rows: rows)
    }

    private func accuracy(_ record: EpochRecord?, _ split: Split) -> String {
        guard let value = record?.metrics[split]?.accuracy else { return "–" }
        return Formatting.percent(value, decimals: analysis.decimals[split, default: 1])
    }

    /// The mean over the trials of every metric on the evaluation split; the class with the largest
    /// probability is predicted.
    private func metrics(_ group: TrialGroup) -> Markdown? {
        let split = comparison.split
        guard !analysis.predictions(group, split).isEmpty else { return nil }
        let items = EvaluationMetrics.all.dropFirst().compactMap { metric -> String? in
            let values = analysis.values(metric, group, split)
            guard let mean = Statistics.mean(values) else { return nil }
            let std = Statistics.std(values)
            if metric.isFraction {
                let text = Formatting.percent(mean, std, decimals: comparison.decimals)
                return "\(metric.title) \(text)"
            }
            return "\(metric.title) \(Formatting.fixed(mean, 3))\(Formatting.spread(std, 3))"
        }
        let positive = analysis.positiveClass.map { " (positive class: \($0))" } ?? ""
        let means = group.trials.count > 1 ? "Means on" : "On"
        return "\(means) the \(split.title) images\(positive): \(items.joined(separator: ", "))."
    }
}
