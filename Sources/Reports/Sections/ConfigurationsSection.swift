import Analysis
import Evaluation
import Markup
import Results
import Terminal
import Vocabulary

/// Every configuration by itself: its trials, and the metrics of its predictions; folded away when
/// there are many.
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
            ? "In the order of \(Markdown.code(comparison.choice.metric?.name ?? ""))."
            : "In the order of the \(comparison.split.title) accuracy."
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
        let measured = splits.filter { split in
            group.trials.contains { $0.best?.metrics[split] != nil }
        }
        let rows = group.trials.map { trial -> [Markdown] in
            let id = trial.entry.id
            let figures =
                [String(trial.record.bestEpoch)] + measured.map { accuracy(trial.best, $0) }
                + [Formatting.significant(trial.best?.metrics[comparison.split]?.loss)]
                + [accuracy(trial.last, comparison.split)]
                + [Formatting.duration(trial.record.seconds)]
            return [Markdown.link(Markdown(id), to: "trials/\(id)")] + figures.map { Markdown($0) }
        }
        let epoch: Markdown =
            EpochWording(analysis.results).isLast ? "last epoch" : "best epoch"
        return Markdown.table(
            ["trial", epoch] + measured.map { "\($0.title) accuracy" as Markdown }
                + [
                    "\(comparison.split.title) loss",
                    "\(comparison.split.title) accuracy after the last epoch", "time",
                ], rows: rows)
    }

    private func accuracy(_ record: EpochRecord?, _ split: Split) -> String {
        guard let value = record?.metrics[split]?.accuracy else { return "–" }
        return Formatting.percent(value, decimals: analysis.decimals[split, default: 1])
    }

    /// The mean over the trials of every metric on the deciding split, at the class with the larger
    /// probability.
    private func metrics(_ group: TrialGroup) -> Markdown? {
        let split = comparison.split
        guard !analysis.predictions(group, split).isEmpty else { return nil }
        let items = EvaluationMetrics.all.dropFirst().compactMap { measure -> String? in
            let values = analysis.values(measure, group, split)
            guard let mean = Statistics.mean(values) else { return nil }
            let std = Statistics.std(values)
            if measure.isShare {
                let text = Formatting.percent(mean, std, decimals: comparison.decimals)
                return "\(measure.title) \(text)"
            }
            return "\(measure.title) \(Formatting.fixed(mean, 3))\(Formatting.spread(std, 3))"
        }
        let positive = analysis.positiveClass.map { " (positive class: \($0))" } ?? ""
        return "On the \(split.title) images\(positive): \(items.joined(separator: ", "))."
    }
}
