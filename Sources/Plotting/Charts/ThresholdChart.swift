import Analysis
import Evaluation
import Results
import Terminal
import Vocabulary

/// Sensitivity and specificity of one trial at every threshold; the threshold that was chosen on
/// validation is marked.
struct ThresholdChart: Chart {
    var name: String { "threshold" }
    var title: String { "Sensitivity and specificity by threshold" }
    var part: ReportPart { .bestTrial }

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        let split = analysis.comparison.split
        guard let positive = analysis.positiveClass, let trial = analysis.comparison.bestTrial,
            let predictions = analysis.predictions[trial.entry.id]?[split],
            let curve = predictions.positive.flatMap({ ROCCurve(predictions, of: $0) })
        else { return nil }
        let chosen = split == .test ? analysis.threshold(trial)?.value : nil
        var plot = LinePlot(
            name: name, title: title,
            notes: [
                "\(trial.entry.id) on \(Formatting.plural(predictions.count, "\(split.title) image")).",
                "\(positive) is predicted at or above the threshold. Dashed: 0.5"
                    + (chosen.map {
                        " and \(Formatting.fixed($0, 3)) (chosen on validation)."
                    } ?? "."),
            ],
            xTitle: "Threshold", xAxis: .fraction(), yTitle: "Fraction", yAxis: .fraction(),
            lines: lines(curve), form: .steps, sharedColumn: "threshold")
        plot.guides = ([0.5] + (chosen.map { [$0] } ?? [])).map { value in
            PredictionCurves.line(
                from: "first \(CSV.short(value)), graph 0",
                to: "first \(CSV.short(value)), graph 1")
        }
        var drawing = plot.drawing
        drawing.caption =
            "Sensitivity and specificity for \(positive), the positive class, at every threshold of its probability."
        return drawing
    }

    /// The lines over the thresholds. A value applies from the next lower threshold up to its own.
    private func lines(_ curve: ROCCurve) -> [LinePlot.Line] {
        var points = curve.points.dropFirst().reversed().map { point in
            (point.threshold, point.truePositiveRate, 1 - point.falsePositiveRate)
        }
        if let last = points.last, last.0 < 1 { points.append((1, 0, 1)) }
        if let first = points.first { points.insert((0, first.1, first.2), at: 0) }
        func line(_ label: String, _ mark: Int, _ value: ((Double, Double, Double)) -> Double)
            -> LinePlot.Line
        {
            LinePlot.Line(
                label: label, mark: ChartStyle.mark(mark),
                points: points.map { .init(x: $0.0, value: value($0), range: nil) })
        }
        var marks = [
            line("sensitivity", 0) { $0.1 }, line("specificity", 3) { $0.2 },
            line("mean of both", 6) { ($0.1 + $0.2) / 2 },
        ]
        for (index, dash) in [(1, ChartStyle.dashes[1]), (2, ChartStyle.dashes[2])] {
            marks[index].mark.dash = dash
        }
        return marks
    }
}
