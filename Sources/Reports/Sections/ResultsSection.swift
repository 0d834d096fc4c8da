import Results

/// The groups' figures, from the best on.
struct ResultsSection {
    let results: StudyResults
    let comparison: Comparison

    var markdown: String? {
        guard !comparison.scores.isEmpty else { return nil }
        let splits = MetricSplit.allCases.filter { split in
            split != .train && results.trials.contains { $0.best?.metrics[split] != nil }
        }
        let decisive = comparison.split
        let hasSeeds = results.groups.contains { $0.trials.count > 1 }
        let header =
            ["group"] + (hasSeeds ? ["\(results.repeatNoun)s"] : []) + ["best epoch"]
            + splits.map { "\($0.title) accuracy" } + ["\(decisive.title) loss"]
            + splits.map { "last \($0.title) accuracy" } + ["time"]
        let rows = comparison.scores.enumerated().map { index, score in
            let trials = score.group.trials
            let name = index == 0 ? "**\(score.group.label)**" : score.group.label
            let epochs = trials.map { String($0.record.bestEpoch) }.joined(separator: ", ")
            return [name] + (hasSeeds ? [String(trials.count)] : []) + [epochs]
                + splits.map { accuracy(trials.map(\.best), $0) }
                + [loss(trials.map(\.best), decisive)]
                + splits.map { accuracy(trials.map(\.last), $0) }
                + [Numbers.duration(Statistics.mean(trials.map(\.record.seconds)) ?? 0)]
        }
        return Markdown.section(
            "Results", [explanation(hasSeeds), Markdown.table(header, rows: rows)])
    }

    private func explanation(_ hasSeeds: Bool) -> String {
        let selects = Set(results.trials.map { Markdown.code($0.record.select) }).sorted()
        let error = comparison.best.flatMap { best in
            comparison.images > 0
                ? Statistics.binomialError(best.mean, count: comparison.images) : nil
        }.map {
            """
             With \(Numbers.plural(comparison.images, "\(comparison.split.title) image")), the \
            standard error of one accuracy is \(Numbers.points($0)).
            """
        }
        let means =
            hasSeeds
            ? " Figures are means ± standard deviations over the \(results.repeatNoun)s." : ""
        return """
            Accuracies and loss at the best epoch, which \(Numbers.list(selects)) chose, and the \
            accuracies after the last one.\(means)\(error ?? "") Every trial by itself: \
            [summary.csv](summary.csv).
            """
    }

    private func accuracy(_ records: [EpochRecord?], _ split: MetricSplit) -> String {
        let values = records.compactMap { $0?.metrics[split]?.accuracy }
        guard let mean = Statistics.mean(values) else { return "–" }
        return Numbers.percent(mean)
            + (Statistics.deviation(values).map { " ± " + Numbers.fixed(100 * $0, 1) } ?? "")
    }

    private func loss(_ records: [EpochRecord?], _ split: MetricSplit) -> String {
        Numbers.significant(Statistics.mean(records.compactMap { $0?.metrics[split]?.loss }))
    }
}
