import Analysis
import Evaluation
import Results
import Terminal

/// The area under the ROC curve of every group's predictions: all seeds, their mean and its
/// interval over the images.
struct FinalAreaChart: Chart {
    var name: String { "auroc_final" }
    var title: String { "AUROC of the configurations" }
    var part: ReportPart { .results }

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        let rows = DotPlot.sorted(analysis.groups.compactMap { row($0, analysis) })
        guard !rows.isEmpty else { return nil }
        let values = rows.flatMap(\.values)
        let (low, high) = (values.min() ?? 0, values.max() ?? 1)
        let air = max(0.06 * (high - low), 0.002)
        let plot = DotPlot(
            name: name, title: title, notes: notes(analysis), xTitle: "AUROC",
            xAxis: .linear(low - air, min(high + air, 1 + air / 2), ticksIn: 0...1),
            column: "auroc", rows: rows)
        let caption =
            rows.count == 1
            ? "The area under the ROC curve of \(rows[0].group.label)."
            : "The area under the ROC curve, sorted from the largest to the smallest. It measures how well the probabilities "
                + "separate the classes at all thresholds together."
        return Drawing(data: plot.data, script: plot.script, caption: caption)
    }

    private func row(_ group: TrialGroup, _ analysis: StudyAnalysis) -> DotPlot.Row? {
        let predictions = analysis.predictions(group, analysis.comparison.split)
        let seeds = zip(group.trials, predictions).compactMap { trial, predictions in
            AreaUnderROC().value(predictions).map { (seed: trial.entry.seed, value: $0) }
        }
        guard seeds.count == group.trials.count,
            let mean = Statistics.mean(seeds.map(\.value))
        else { return nil }
        return DotPlot.Row(
            group: group, mark: analysis.layout.mark(group), seeds: seeds, mean: mean,
            interval: analysis.intervals[group.name]?.area,
            valueText: Formatting.fixed(mean, 3)
                + Formatting.spread(Statistics.std(seeds.map(\.value)), 3))
    }

    private func notes(_ analysis: StudyAnalysis) -> [String] {
        let noun = analysis.results.repeatNoun
        let classes = analysis.results.lock.dataset.classes
        let positive = analysis.positiveClass ?? (classes.count == 2 ? classes[1] : "")
        let meaning =
            classes.count == 2
            ? "Probability that the score for \(positive) is higher for an image of \(positive) than for another image."
            : "Mean over the classes, each against the rest."
        let seeds =
            analysis.hasSeeds
            ? "Large: mean; small: each \(noun)" : "One seed"
        return [
            meaning,
            "\(seeds); bars: 95% interval over \(analysis.sampleText) (\(Formatting.count(analysis.replicates)) bootstrap samples).",
        ] + [ChartNotes.spread(analysis)].compactMap { $0 }
    }
}
