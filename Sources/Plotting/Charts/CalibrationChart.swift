import Analysis
import Evaluation
import Results

/// A reliability diagram: how often predictions are correct against the probability of the
/// predicted class.
struct CalibrationChart: Chart {
    /// The predictions that the diagrams are of.
    var images = PredictionCurves.Images.evaluation

    var name: String { "calibration\(images.suffix)" }
    var title: String { "Calibration\(images.titleSuffix)" }
    var part: ReportPart { images.part }

    /// The smallest number of images in a bin that has a point; fewer give a noisy fraction.
    static let fewImages = 10.0

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        guard let curves = PredictionCurves(analysis, of: images, { Self.curve($0) }),
            curves.curves.contains(where: { !$0.points.isEmpty })
        else { return nil }
        var plot = plot(
            of: "\(curves.source)\(seeds(analysis))",
            classes: analysis.results.lock.dataset.classes.count,
            heights: curves.curves.flatMap(\.points).map(\.value))
        curves.fill(&plot)
        var drawing = plot.drawing
        drawing.caption =
            Self.caption
            + (curves.extreme(isLeast: true).map {
                " The smallest calibration error (ECE), \($0.value), is that of \($0.owner)."
            } ?? "")
        return drawing
    }

    static let caption =
        "Fraction of correct predictions against the probability of the predicted class. On the dashed line, both are equal."

    /// The plot of reliability diagrams.
    /// - Parameters:
    ///   - images: the images, for the note.
    ///   - heights: the values of the points.
    func plot(
        of images: String, classes: Int, heights: [Double], lines: [LinePlot.Line] = []
    ) -> LinePlot {
        let chance = 1 / Double(classes)
        let low = max(0, min(chance, heights.min() ?? 1) - 0.02)
        let least = CSV.short(max(low, chance))
        return LinePlot(
            name: name, title: title,
            notes: [
                "A point for each of \(Reliability.usualBins) bins of the probability with at least "
                    + "\(Int(Self.fewImages)) images; \(images).",
                "Beside each name: calibration error (ECE). Dashed: perfect calibration; "
                    + "below it, predictions are overconfident.",
            ],
            xTitle: "Probability of the predicted class", xAxis: .fraction(low),
            yTitle: "Fraction of correct predictions", yAxis: .fraction(low), lines: lines,
            sharedColumn: nil, columns: ("mean_probability", "fraction_correct"),
            guides: [
                PredictionCurves.line(
                    from: "first \(least), first \(least)", to: "first 1, first 1")
            ], isSquare: true)
    }

    private func seeds(_ analysis: StudyAnalysis) -> String {
        switch images {
        case .evaluation:
            return analysis.hasSeeds ? ", all \(analysis.results.repeatNoun)s together" : ""
        case .outOfFold:
            let sets = analysis.outOfFold?.configurations.map(\.sets.count).max() ?? 1
            return sets > 1 ? ", all seeds together" : ""
        }
    }

    /// The curve of the bins of all trials together, with the mean of the trials' calibration
    /// errors.
    static func curve(_ predictions: [WeightedPredictions]) -> PredictionCurves.Curve? {
        let diagrams = predictions.map { Reliability($0, bins: Reliability.usualBins) }
        let errors = diagrams.compactMap(\.error)
        let points = (0..<Reliability.usualBins).compactMap { bin -> LinePlot.Line.Point? in
            let parts = diagrams.map { $0.bins[bin] }
            let count = parts.reduce(0) { $0 + $1.count }
            guard count >= fewImages else { return nil }
            let probability = parts.reduce(0) { $0 + $1.count * $1.meanProbability } / count
            let fraction = parts.reduce(0) { $0 + $1.count * $1.fraction } / count
            return .init(x: probability, value: fraction, range: nil)
        }
        return (points, Statistics.mean(errors))
    }
}
