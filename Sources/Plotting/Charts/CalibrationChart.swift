import Analysis
import Evaluation
import Results

/// A reliability diagram: how often predictions are correct against the probability of the
/// predicted class.
struct CalibrationChart: Chart {
    var name: String { "calibration" }
    var title: String { "Calibration" }
    var part: ReportPart { .predictions }

    /// A fraction of fewer images than this is mostly chance.
    static let fewImages = 10.0

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        guard let curves = PredictionCurves(analysis, { Self.curve($0) }),
            curves.curves.contains(where: { !$0.points.isEmpty })
        else { return nil }
        let classes = Double(analysis.results.lock.dataset.classes.count)
        let heights = curves.curves.flatMap(\.points).map(\.value)
        let low = max(0, min(1 / classes, heights.min() ?? 1) - 0.02)
        var plot = LinePlot(
            name: name, title: title,
            notes: [
                "A point for each fifteenth of the probabilities with \(Int(Self.fewImages)) images or more of "
                    + "\(curves.source)\(seeds(analysis)).",
                "Beside each name the calibration error (ECE). Dashed: perfect calibration; "
                    + "below it predictions are overconfident.",
            ],
            xTitle: "Probability of the predicted class", xAxis: .share(1 / classes),
            yTitle: "Fraction of correct predictions", yAxis: .share(low), lines: [],
            sharedColumn: nil, columns: ("mean_probability", "share_right"))
        let least = CSV.short(max(low, 1 / classes))
        plot.guides = [
            PredictionCurves.line(from: "first \(least), first \(least)", to: "first 1, first 1")
        ]
        curves.fill(&plot)
        var drawing = plot.drawing
        drawing.caption =
            "Fraction of correct predictions by the probability of the predicted class; on the dashed line the two are equal."
            + (curves.extreme(isLeast: true).map {
                " The smallest calibration error (ECE), \($0.figure), is that of \($0.owner)."
            } ?? "")
        return drawing
    }

    private func seeds(_ analysis: StudyAnalysis) -> String {
        analysis.hasSeeds ? ", all \(analysis.results.repeatNoun)s together" : ""
    }

    /// The bins of all trials together; the figure is the mean of their errors.
    static func curve(_ predictions: [WeightedPredictions]) -> PredictionCurves.Curve? {
        let diagrams = predictions.map { Reliability($0, bins: Reliability.usualBins) }
        let errors = diagrams.compactMap(\.error)
        let points = (0..<Reliability.usualBins).compactMap { bin -> LinePlot.Line.Point? in
            let parts = diagrams.map { $0.bins[bin] }
            let count = parts.reduce(0) { $0 + $1.count }
            guard count >= fewImages else { return nil }
            let probability = parts.reduce(0) { $0 + $1.count * $1.meanProbability } / count
            let share = parts.reduce(0) { $0 + $1.count * $1.share } / count
            return .init(x: probability, value: share, range: nil)
        }
        return (points, Statistics.mean(errors))
    }
}
