/// The probability from which the positive one of two classes is predicted.
package struct Threshold: Sendable, Hashable {
    /// The threshold: the positive class is predicted for probabilities of at least this value.
    package var value: Double
    /// Youden's index, sensitivity + specificity - 1, on the predictions from which the threshold
    /// was chosen.
    package var youden: Double

    /// The threshold with the largest Youden index, and so with the largest balanced accuracy
    /// (Youden 1950); nil unless there are two classes with images each and the positive class is
    /// known.
    ///
    /// The threshold is the midpoint of two neighboring probabilities. If several are equally good,
    /// the one nearest to 0.5 is chosen.
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
        // The indices are equal up to rounding.
        if abs(difference) <= 1e-12 { return abs(value - 0.5) < abs(other.value - 0.5) }
        return difference > 0
    }
}
