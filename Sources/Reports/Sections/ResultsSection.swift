import Evaluation
import Results

/// The groups' figures, from the best on; in a grid, too, where they are one.
struct ResultsSection {
    let findings: Findings
    let gallery: ChartGallery

    /// With more groups than this the list is folded away, below a grid or the first few.
    private static let mostOpen = 12
    private static let mostShown = 8

    private var results: StudyResults { findings.results }
    private var comparison: Comparison { findings.comparison }
    private var hasSeeds: Bool { findings.hasSeeds }

    var markdown: String? {
        guard !comparison.scores.isEmpty else { return nil }
        let matrix = MatrixTable(comparison, axes: results.varyingAxes)
        return Markdown.section(
            "Results",
            [explanation, matrix?.markdown, table(hasMatrix: matrix != nil), files]
                + gallery.figures(.results))
    }

    private func table(hasMatrix: Bool) -> String {
        let rows = rows
        guard rows.count > Self.mostOpen else { return Markdown.table(header, rows: rows) }
        let first = Markdown.table(header, rows: Array(rows.prefix(Self.mostShown)))
        return (hasMatrix ? "" : first + "\n\n")
            + Markdown.details(
                "All \(rows.count) configurations, from the best on",
                Markdown.table(header, rows: rows))
    }

    private var hasAreas: Bool { findings.intervals.values.contains { $0.area != nil } }
    private var header: [String] {
        let split = comparison.split.title
        return ["configuration", "\(split) accuracy"]
            + (hasSeeds ? ["95% over \(comparison.repeatNoun)s"] : []) + ["95% over images"]
            + (hasAreas ? ["AUROC", "95% over images"] : [])
            + (comparison.duels.isEmpty ? [] : ["best's lead, points", "p (Holm)", "verdict"])
    }

    private var rows: [[String]] {
        comparison.scores.enumerated().map { index, score in
            let label = score.group.label
            let duel =
                index == 0 || comparison.duels.isEmpty ? nil : comparison.duels[index - 1]
            let decimals = comparison.decimals
            let intervals = findings.intervals[score.group.name]
            let overImages = intervals?.accuracy ?? comparison.interval(score)
            let overSeeds = Statistics.meanInterval(score.accuracies)
                .map(AbstractSection.clamped)
            return [index == 0 ? "**\(label)**" : label, score.text(decimals)]
                + (hasSeeds ? [Numbers.range(overSeeds, decimals: decimals)] : [])
                + [Numbers.range(overImages, decimals: decimals)]
                + (hasAreas ? area(score.group, intervals?.area) : [])
                + (comparison.duels.isEmpty ? [] : verdict(duel))
        }
    }

    private func area(_ group: TrialGroup, _ interval: ClosedRange<Double>?) -> [String] {
        let values = findings.values(AreaUnderROC(), group, comparison.split)
        guard let mean = Statistics.mean(values) else { return ["–", "–"] }
        return [
            Numbers.fixed(mean, 3) + Numbers.spread(Statistics.deviation(values), 3),
            Numbers.plainRange(interval),
        ]
    }

    private func verdict(_ duel: Duel?) -> [String] {
        guard let duel else { return ["", "", "highest"] }
        return [
            Numbers.fixed(100 * duel.lead, comparison.decimals),
            duel.probability.map(Numbers.shortProbability) ?? "–",
            duel.isClear ? "behind" : duel.verdict.rawValue,
        ]
    }

    private var explanation: String {
        let selects = Set(results.trials.map { Markdown.code($0.record.monitor) }).sorted()
        let counts = Set(findings.groups.map(\.trials.count)).sorted()
        let seeds = counts.map(String.init).joined(separator: " or ")
        let means =
            hasSeeds
            ? " Figures are means ± standard deviations over \(seeds) \(comparison.repeatNoun)s."
            : ""
        let intervals =
            findings.replicates > 0
            ? " Intervals over images: \(Numbers.count(findings.replicates)) bootstrap samples, "
                + "the same for every configuration."
            : ""
        let digits =
            comparison.images > 0
            ? " Digits are as many as \(Numbers.plural(comparison.images, "image")) can carry."
            : ""
        return "At the epoch that \(Numbers.list(selects)) chose.\(means)\(intervals)\(digits)"
    }

    private var files: String {
        let names = Tables.all.map(\.file).map { "[\($0)](tables/\($0))" }
        return "Every trial by itself: [summary.csv](summary.csv). All figures: "
            + Numbers.list(names) + "."
    }
}
