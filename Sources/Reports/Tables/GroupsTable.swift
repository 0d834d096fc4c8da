import Analysis
import Evaluation
import Files
import Results
import Studies
import Vocabulary

/// The means over the trials of every configuration: a row for each group, split and metric, with
/// the standard deviation and 95% intervals. The interval over three or more seeds is Student's,
/// clipped to the metric's range; the one over images, or over patients if they are known, is by
/// the report's method.
struct GroupsTable: Table {
    var file: String { "groups.csv" }

    func text(_ analysis: StudyAnalysis) -> String {
        let axes = analysis.results.lock.axes.filter { !$0.isOfRepeats }.map(\.path)
        let rows = analysis.groups.flatMap { group in
            let coordinates = group.trials.first?.entry.coordinates ?? [:]
            let names = [group.name] + axes.map { coordinates[$0, default: ""] }
            return Split.allCases.flatMap { split in
                metrics(group, split, analysis).map { names + [split.rawValue] + $0 }
            }
        }
        return CSVTable(
            header: ["group"] + axes + [
                "split", "metric", "trials", "mean", "std", "seeds_low", "seeds_high",
                "\(analysis.unit)_low", "\(analysis.unit)_high", "positive_class",
            ], rows: rows
        ).forSpreadsheets.text
    }

    private func metrics(
        _ group: TrialGroup, _ split: Split, _ analysis: StudyAnalysis
    ) -> [[String]] {
        let intervals =
            split == analysis.comparison.split ? analysis.intervals[group.name] : nil
        let records = group.trials.compactMap { $0.best?.metrics[split] }
        var rows = [
            row("loss", records.map(\.loss).filter(\.isFinite), nil, within: 0...(.infinity)),
            row(
                "accuracy", records.map(\.accuracy).filter(\.isFinite), intervals?.accuracy,
                within: 0...1),
        ]
        for metric in EvaluationMetrics.all where metric.name != "accuracy" {
            rows.append(
                row(
                    metric.name, analysis.values(metric, group, split),
                    metric.name == AreaUnderROC().name ? intervals?.area : nil,
                    within: metric.range(classes: analysis.results.lock.dataset.classes.count),
                    positive: metric.isOfPositiveClass ? analysis.positiveClass : nil))
        }
        return rows.compactMap { $0 }
    }

    private func row(
        _ name: String, _ values: [Double], _ overImages: ClosedRange<Double>?,
        within range: ClosedRange<Double>, positive: String? = nil
    ) -> [String]? {
        guard let mean = Statistics.mean(values) else { return nil }
        let overSeeds = RepeatInterval(values, within: range).range
        let numbers = [
            mean, Statistics.std(values), overSeeds?.lowerBound, overSeeds?.upperBound,
            overImages?.lowerBound, overImages?.upperBound,
        ]
        return [name, String(values.count)] + numbers.map { CSVTable.text(of: $0) }
            + [positive ?? ""]
    }
}
