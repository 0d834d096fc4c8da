import Analysis
import Evaluation
import Markup
import Plotting
import Results
import Terminal
import Vocabulary

/// The configurations' figures, in the order of the choice; in a grid, too, where they are one.
struct ResultsSection {
    let findings: Findings
    let gallery: ChartGallery

    /// With more groups than this the list is folded away, below a grid or the first few.
    private static let mostOpen = 12
    private static let mostShown = 8

    private var results: StudyResults { findings.results }
    private var comparison: Comparison { findings.comparison }
    private var hasSeeds: Bool { findings.hasSeeds }

    var markdown: Markdown? {
        guard !comparison.scores.isEmpty else { return nil }
        let matrix = MatrixTable(comparison, axes: results.varyingAxes)
        return Markdown.section(
            "Results",
            [explanation, matrix?.markdown, table(hasMatrix: matrix != nil), files]
                + gallery.figures(.results))
    }

    private func table(hasMatrix: Bool) -> Markdown {
        let rows = rows
        guard rows.count > Self.mostOpen else { return Markdown.table(header, rows: rows) }
        let first = Markdown.table(header, rows: Array(rows.prefix(Self.mostShown)))
        let all = Markdown.details(
            "All \(rows.count) configurations, in the same order",
            Markdown.table(header, rows: rows))
        return hasMatrix ? all : "\(first)\n\n\(all)"
    }

    private var hasAreas: Bool { findings.intervals.values.contains { $0.area != nil } }
    private var header: [Markdown] {
        let split = comparison.split.title
        var header: [Markdown] = ["configuration"]
        if let monitored { header.append(Markdown.code(monitored.name)) }
        header.append("\(split) accuracy")
        if hasSeeds { header.append("95% over \(comparison.repeatNoun)s") }
        header.append("95% over \(findings.unit)")
        if hasAreas { header += ["AUROC", "95% over \(findings.unit)"] }
        if !comparison.duels.isEmpty {
            header += ["lead of the first, points", "p (Holm)", "verdict on \(split)"]
        }
        return header
    }

    /// The metric that decides, where it is not the accuracy that the table has anyway.
    private var monitored: MonitoredMetric? {
        guard let metric = comparison.choice.metric,
            metric.name != "\(comparison.split.rawValue)_accuracy"
        else { return nil }
        return metric
    }

    private func monitoredCells(_ score: Comparison.Score) -> [String] {
        guard let monitored else { return [] }
        guard let candidate = score.candidate else { return ["–"] }
        let decimals = Numbers.decimals(of: candidate.mean, images: comparison.choice.images)
        return [
            ChoiceWording.value(
                candidate.mean, monitored, deviation: candidate.deviation, decimals: decimals)
        ]
    }

    private var rows: [[Markdown]] {
        comparison.scores.enumerated().map { index, score in
            let label = score.group.label
            let duel =
                index == 0 || comparison.duels.isEmpty ? nil : comparison.duels[index - 1]
            let decimals = comparison.decimals
            let intervals = findings.intervals[score.group.name]
            let overImages = intervals?.accuracy
            let overSeeds = RepeatInterval(score.accuracies, within: 0...1)
            let isChosen = comparison.chosenNames.contains(score.group.name)
            let figures: [String] =
                [score.text(decimals)]
                + (hasSeeds
                    ? [overSeeds.cell(decimals: decimals, noun: comparison.repeatNoun)] : [])
                + [Numbers.range(overImages, decimals: decimals)]
                + (hasAreas ? area(score.group, intervals?.area) : [])
                + (comparison.duels.isEmpty ? [] : verdict(duel))
            let cells = monitoredCells(score) + figures
            return [isChosen ? "**\(label)**" : Markdown(label)] + cells.map { Markdown($0) }
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
        guard let duel else { return ["", "", comparison.isChosen ? "chosen" : "highest"] }
        let lead = Numbers.shownDifference(
            duel.first.mean, duel.other.mean, decimals: comparison.decimals)
        return [
            Numbers.fixed(lead, comparison.decimals),
            duel.probability.map(Numbers.shortProbability) ?? "–",
            duel.word("\(comparison.repeatNoun)s"),
        ]
    }

    private var explanation: Markdown {
        let counts = Set(findings.groups.map(\.trials.count)).sorted()
        let seeds = counts.map(String.init).joined(separator: " or ")
        let means =
            hasSeeds
            ? " Figures are means ± standard deviations over \(seeds) \(comparison.repeatNoun)s."
            : ""
        let intervals = findings.intervalsSentence
        let digits =
            comparison.images > 0
            ? " Digits are as many as \(Numbers.plural(comparison.images, "image")) can carry."
            : ""
        let order: Markdown =
            comparison.scores.count < 2
            ? ""
            : comparison.isChosen
                ? " The chosen configuration is bold and comes first, the others follow by \(metricName)."
                : " Nothing is chosen; the order is that of the \(comparison.split.title) accuracy, as a description."
        return
            "Figures are those \(EpochWording(results).phrase).\(order)\(means)\(intervals)\(digits)"
    }

    private var metricName: Markdown {
        comparison.choice.metric.map { Markdown.code($0.name) } ?? "the monitored metric"
    }

    private var files: Markdown {
        let names = Tables.all.map(\.file).map { Markdown.link(Markdown($0), to: "tables/\($0)") }
        return
            "Every trial by itself: [summary.csv](summary.csv). All figures: \(Numbers.list(names))."
    }
}
