import Analysis
import Evaluation
import Results
import Terminal

/// The ROC curves of somebody else's predictions. Decisions without probabilities are one point.
struct ReaderCurves {
    let lines: [LinePlot.Line]
    let notes: [String]

    /// - Parameter firstMark: the index of the first mark that no other line has.
    init(_ readers: [ReaderPredictions], _ record: EvaluationRecord, firstMark: Int) {
        let known = readers.compactMap { reader -> (ReaderPredictions, PredictionCurves.Curve)? in
            guard let predictions = try? reader.table.weighted(positive: record.positiveClass)
            else { return nil }
            let curve =
                reader.hasProbabilities
                ? ROCChart.curve([predictions]) : Self.point(predictions)
            return curve.map { (reader, $0) }
        }
        lines = known.enumerated().map { index, item in
            let (reader, curve) = item
            // Names of lines are unique.
            let suffix = reader.name == record.name ? " (other)" : ""
            return LinePlot.Line(
                label: reader.name + suffix,
                detail: curve.summary.map { "  " + Formatting.fixed($0, 3) } ?? "",
                mark: ChartStyle.mark(firstMark + index), points: curve.points)
        }
        let hasPoints = known.contains { !$0.0.hasProbabilities }
        let hasFewer = known.contains { $0.0.table.files.count < record.images.total }
        notes =
            (hasPoints ? ["Single marks: decisions without probabilities."] : [])
            + (hasFewer ? ["Other predictions are shown for the images that they contain."] : [])
    }

    /// The rates of the decisions; nil unless both classes have images.
    private static func point(_ predictions: WeightedPredictions) -> PredictionCurves.Curve? {
        guard let sensitivity = Sensitivity().value(predictions),
            let specificity = Specificity().value(predictions)
        else { return nil }
        return ([.init(x: 1 - specificity, value: sensitivity, range: nil)], nil)
    }
}
