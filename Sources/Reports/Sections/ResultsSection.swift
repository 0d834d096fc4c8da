import Analysis
import Evaluation
import Markup
import Plotting
import Results
import Terminal
import Vocabulary

/// The results of all configurations, in the order of the choice, also as a grid if the study has
/// two axes.
struct ResultsSection {
    let analysis: StudyAnalysis
    let gallery: ChartGallery

    /// With more configurations, the table is folded away below a grid or its first rows.
    private static let mostOpen = 12
    private static let mostShown = 8

    private var results: StudyResults { analysis.results }
    private var comparison: Comparison { analysis.comparison }
    private var hasSeeds: Bool { analysis.hasSeeds }

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

    private var hasAreas: Bool { analysis.intervals.values.contains { $0.area != nil } }
    private var header: [Markdown] {
        let split = comparison.split.title
        var header: [Markdown] = ["configuration"]
        if let monitored { header.append(Markdown.code(monitored.name)) }
        header.append("\(split) accuracy")
        if hasSeeds { header.append("95% over \(comparison.repeatNoun)s") }
        header.append("95% over \(analysis.unit)")
        if hasAreas { header += ["AUROC", "95% over \(analysis.unit)"] }
        if !comparison.pairwiseComparisons.isEmpty {
            header += ["first minus this, points", "p (Holm)", "compared with the first"]
        }
        return header
    }

    /// The monitored metric; nil if it is the accuracy that the table shows anyway.
    private var monitored: MonitoredMetric? {
        guard let metric = comparison.choice.metric,
            metric.name != "\(comparison.split.rawValue)_accuracy"
        else { return nil }
        return metric
    }

    private func monitoredCells(_ score: Comparison.Score) -> [String] {
        guard let monitored else { return [] }
        guard let candidate = score.candidate else { return ["–"] }
        let decimals = Formatting.decimals(of: candidate.mean, images: comparison.choice.images)
        return [
            ChoiceWording.value(
                candidate.mean, monitored, std: candidate.std, decimals: decimals)
        ]
    }

    private var rows: [[Markdown]] {
        comparison.scores.enumerated().map { index, score in
            let label = score.group.label
            let pair =
                index == 0 || comparison.pairwiseComparisons.isEmpty
                ? nil : comparison.pairwiseComparisons[index - 1]
            let decimals = comparison.decimals
            let intervals = analysis.intervals[score.group.name]
            let overImages = intervals?.accuracy
            let overSeeds = RepeatInterval(score.accuracies, within: 0...1)
            let isChosen = comparison.chosenNames.contains(score.group.name)
            let results: [String] =
                [score.text(decimals)]
                + (hasSeeds
                    ? [overSeeds.cell(decimals: decimals, noun: comparison.repeatNoun)] : [])
                + [Formatting.range(overImages, decimals: decimals)]
                + (hasAreas ? area(score.group, intervals?.area) : [])
                + (comparison.pairwiseComparisons.isEmpty ? [] : verdict(pair))
            let cells = monitoredCells(score) + results
            return [isChosen ? "**\(label)**" : Markdown(label)] + cells.map { Markdown($0) }
        }
    }

    private func area(_ group: TrialGroup, _ interval: ClosedRange<Double>?) -> [String] {
        let values = analysis.values(AreaUnderROC(), group, comparison.split)
        guard let mean = Statistics.mean(values) else { return ["–", "–"] }
        return [
            Formatting.fixed(mean, 3) + Formatting.spread(Statistics.std(values), 3),
            Formatting.plainRange(interval),
        ]
    }

    private func verdict(_ pair: PairwiseComparison?) -> [String] {
        guard let pair else { return ["", "", comparison.isChosen ? "chosen" : "highest"] }
        let lead = Formatting.shownDifference(
            pair.first.mean, pair.other.mean, decimals: comparison.decimals)
        return [
            Formatting.fixed(lead, comparison.decimals),
            pair.probability.map(Formatting.shortProbability) ?? "–",
            pair.word("\(comparison.repeatNoun)s"),
        ]
    }

    private var explanation: Markdown {
        let counts = Set(analysis.groups.map(\.trials.count)).sorted()
        let seeds = counts.map(String.init).joined(separator: " or ")
        let means =
            hasSeeds
            ? " Values are means ± standard deviations over \(seeds) \(comparison.repeatNoun)s."
            : ""
        let intervals = analysis.intervalsSentence
        let digits =
            comparison.images > 0
            ? " Numbers are rounded to the precision that \(Formatting.plural(comparison.images, "image")) allow."
            : ""
        let order: Markdown =
            comparison.scores.count < 2
            ? ""
            : comparison.isChosen
                ? " The chosen configuration is bold and in the first row; the others are sorted by \(metricName)."
                : " Nothing is chosen; the configurations are sorted by \(comparison.split.title) accuracy, which describes "
                    + "them and does not choose."
        return
            "Results are those \(EpochWording(results).phrase).\(order)\(means)\(intervals)\(digits)"
    }

    private var metricName: Markdown {
        comparison.choice.metric.map { Markdown.code($0.name) } ?? "the monitored metric"
    }

    private var files: Markdown {
        let names = Tables.tables(of: analysis).map(\.file).map {
            Markdown.link(Markdown($0), to: "tables/\($0)")
        }
        return
            "Results of every trial: [summary.csv](summary.csv). Tables with all numbers: \(Formatting.list(names))."
    }
}
