/// From which probability on the positive one of two classes is named.
package struct Threshold: Sendable, Hashable {
    /// Probabilities of at least this are called positive.
    package var value: Double
    /// Sensitivity + specificity - 1 on the predictions that it was chosen on.
    package var youden: Double

    /// The threshold of the greatest Youden index, which is also that of the greatest balanced
    /// accuracy (Youden 1950); nil without images of both classes, with more than two classes, or
    /// where nothing says which is positive.
    ///
    /// It lies halfway between two neighbouring probabilities. Of several that are equally good it
    /// is the one nearest to a half.
    package static func youden(_ predictions: WeightedPredictions) -> Threshold? {
        guard predictions.isBinary, let positive = predictions.positive,
            let curve = ROCCurve(predictions, of: positive)
        else { return nil }
        var best: Threshold?
        for (index, point) in curve.points.enumerated().dropFirst() {
            let isLast = index + 1 == curve.points.count
            let next = isLast ? 0 : curve.points[index + 1].threshold
            let middle = (point.threshold + next) / 2
            let candidate = Threshold(
                value: middle > next || isLast ? middle : point.threshold,
                youden: point.truePositiveRate - point.falsePositiveRate)
            if best.map({ candidate.isBetter(than: $0) }) ?? true { best = candidate }
        }
        return best
    }
    private func isBetter(than other: Threshold) -> Bool {
        let difference = youden - other.youden
        // Equal but for rounding.
        if abs(difference) <= 1e-12 { return abs(value - 0.5) < abs(other.value - 0.5) }
        return difference > 0
    }
}
