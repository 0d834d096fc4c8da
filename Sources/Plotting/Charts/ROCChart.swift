import Analysis
import Evaluation
import Results

/// True-positive rate against false-positive rate at every threshold, with a curve for every group.
struct ROCChart: Chart {
    /// The predictions that the curves are of.
    var images = PredictionCurves.Images.evaluation

    var name: String { "roc\(images.suffix)" }
    var title: String { "ROC curves\(images.titleSuffix)" }
    var part: ReportPart { images.part }

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        guard let positive = analysis.positiveClass,
            let curves = PredictionCurves(analysis, of: images, { Self.curve($0) })
        else { return nil }
        var plot = plot(notes: [
            "Positive class: \(positive); \(curves.source); beside each name: area under the curve (AUROC).",
            curves.repeats + " Dashed: random predictions.",
        ])
        curves.fill(&plot)
        var drawing = plot.drawing
        drawing.caption =
            "True-positive rate (sensitivity for \(positive)) against false-positive rate at every threshold; closer to the "
            + "upper left is better."
            + (curves.extreme().map { " The largest area, \($0.value), is that of \($0.owner)." }
                ?? "")
        return drawing
    }

    /// The plot of ROC curves.
    func plot(notes: [String], lines: [LinePlot.Line] = []) -> LinePlot {
        LinePlot(
            name: name, title: title, notes: notes,
            xTitle: "False-positive rate (1 - specificity)", xAxis: .fraction(),
            yTitle: "True-positive rate (sensitivity)", yAxis: .fraction(), lines: lines,
            form: .plain, sharedColumn: nil,
            columns: ("false_positive_rate", "true_positive_rate"),
            guides: [PredictionCurves.diagonal], isSquare: true)
    }

    /// The mean curve over the trials, whose area is the mean of the trials' areas.
    static func curve(_ predictions: [WeightedPredictions]) -> PredictionCurves.Curve? {
        let curves = predictions.compactMap { predictions in
            predictions.positive.flatMap { ROCCurve(predictions, of: $0) }
        }
        guard curves.count == predictions.count, let mean = MeanCurve(curves) else { return nil }
        return (mean.points.map { .init(x: $0.x, value: $0.y, range: nil) }, mean.area)
    }
}
