import Evaluation
import Markup
import Results
import Terminal
import Vocabulary

/// The tables of the metrics of an evaluation: with the most probable class predicted, and of
/// decisions at the threshold, each beside the internal test images.
struct EvaluatedMetrics {
    let record: EvaluationRecord

    var markdown: Markdown {
        let positive: Markdown =
            record.positiveClass.map { "With \($0) as the positive class. " } ?? ""
        let exact =
            ProportionIntervals(record: record).ofMetrics.map { " \($0)" as Markdown } ?? ""
        let intervals: Markdown =
            "\(positive)Intervals: \(Formatting.count(record.replicates)) bootstrap samples.\(exact)"
        let mostProbable: Markdown =
            "With the most probable class predicted:\n\n\(table(record.metrics, record.shift?.metrics, record.shift?.differences))"
        guard let value = record.threshold?.value, !record.decided.isEmpty else {
            return "\(intervals)\n\n\(mostProbable)"
        }
        // An evaluation of an earlier version has no internal metrics at the threshold.
        let inside = record.shift.flatMap { $0.decided.isEmpty ? nil : $0 }
        return
            "\(intervals)\n\n\(mostProbable)\n\nWith decisions at the threshold \(Formatting.fixed(value, 3)):\n\n\(table(record.decided, inside?.decided, inside?.decidedDifferences))"
    }

    private typealias Figures = [String: EvaluationRecord.Figure]

    /// - Parameter inside: the metrics of the internal images; nil: they are not shown.
    private func table(
        _ figures: Figures, _ inside: Figures?, _ differences: Figures?
    ) -> Markdown {
        let rows = EvaluationMetrics.all.compactMap { metric -> [Markdown]? in
            guard let figure = figures[metric.name] else { return nil }
            let format = MetricFormat(metric, figure.interval)
            let difference = differences?[metric.name].map { format.difference($0) } ?? "–"
            let cells =
                [metric.title, format.text(figure.value), format.interval(figure)]
                + (inside.map { [format.text($0[metric.name]?.value), difference] } ?? [])
            return cells.map { Markdown($0) }
        }
        let split = record.shift?.split.title ?? Split.test.title
        let header: [Markdown] =
            ["metric", "value", "95% over \(record.unit)"]
            + (inside == nil ? [] : ["internal \(split)", "difference (95%)"])
        return Markdown.table(header, rows: rows)
    }
}
