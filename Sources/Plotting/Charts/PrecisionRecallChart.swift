import Analysis
import Evaluation
import Results

/// Precision against recall at every threshold, with a curve for every group.
struct PrecisionRecallChart: Chart {
    var name: String { "precision_recall" }
    var title: String { "Precision-recall curves" }
    var part: ReportPart { .predictions }

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        guard let positive = analysis.positiveClass,
            let curves = PredictionCurves(analysis, { Self.curve($0) })
        else { return nil }
        let split = analysis.comparison.split
        let prevalence = analysis.groupsWithPredictions.first.flatMap { group in
            analysis.predictions(group, split).first.flatMap { predictions in
                predictions.positive.flatMap {
                    PrecisionRecallCurve(predictions, of: $0)?.prevalence
                }
            }
        }
        let heights = curves.curves.flatMap(\.points).map(\.value) + [prevalence ?? 1]
        let low = max(0, (heights.min() ?? 0) - 0.03)
        var plot = LinePlot(
            name: name, title: title,
            notes: [
                "Positive class: \(positive); \(curves.source); beside each name: area under the curve "
                    + "(average precision).",
                ChartNotes.seeds(analysis) + " Dashed: predicting \(positive) for every image.",
            ],
            xTitle: "Recall (sensitivity)", xAxis: .fraction(), yTitle: "Precision",
            yAxis: .fraction(low), lines: [], form: .steps, sharedColumn: nil,
            columns: ("recall", "precision"))
        if let prevalence {
            let height = "first \(CSV.short(prevalence))"
            plot.guides = [
                PredictionCurves.line(from: "first 0, \(height)", to: "first 1, \(height)")
            ]
        }
        curves.fill(&plot)
        var drawing = plot.drawing
        drawing.caption =
            "Precision against recall (sensitivity) for \(positive), the positive class, at every threshold."
            + (curves.extreme().map { " The largest area, \($0.value), is that of \($0.owner)." }
                ?? "")
        return drawing
    }

    /// The mean curve over the trials, whose area is the mean of the trials' areas.
    static func curve(_ predictions: [WeightedPredictions]) -> PredictionCurves.Curve? {
        let curves = predictions.compactMap { predictions in
            predictions.positive.flatMap { PrecisionRecallCurve(predictions, of: $0) }
        }
        guard curves.count == predictions.count, let mean = MeanCurve(curves) else { return nil }
        return (mean.points.map { .init(x: $0.x, value: $0.y, range: nil) }, mean.area)
    }
}
