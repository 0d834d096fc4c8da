/// The probability from which the positive one of two classes is predicted. `ThresholdRule` lists
/// the rules by which it can be chosen.
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
        return best(
            curve.points.indices.dropFirst().map { index in
                let threshold = Threshold(curve, at: index)
                return (threshold, threshold.youden)
            })
    }

    /// A threshold with the predictions of the point `index` of a curve: the midpoint of the
    /// point's probability and the next smaller one, or 0 after the last point.
    ///
    /// At the first point, where the class is never predicted, it is the midpoint of 1 and the
    /// largest probability. If that is 1, the threshold is the next number above 1.
    init(_ curve: ROCCurve, at index: Int) {
        let point = curve.points[index]
        let isLast = index + 1 == curve.points.count
        let next = isLast ? 0 : curve.points[index + 1].threshold
        let middle = (min(1, point.threshold) + next) / 2
        // Between two numbers that have none between them there is no midpoint.
        let end = point.threshold.isFinite ? point.threshold : 1.0.nextUp
        value = middle > next || isLast ? middle : end
        youden = point.truePositiveRate - point.falsePositiveRate
    }

    /// The threshold with the largest score; nil for no candidates. Among scores that are equal up
    /// to rounding, the threshold nearest to 0.5 is chosen.
    static func best(_ candidates: [(threshold: Threshold, score: Double)]) -> Threshold? {
        var best: (threshold: Threshold, score: Double)?
        for candidate in candidates {
            if let known = best {
                let difference = candidate.score - known.score
                let isNearer =
                    abs(candidate.threshold.value - 0.5) < abs(known.threshold.value - 0.5)
                guard abs(difference) <= 1e-12 ? isNearer : difference > 0 else { continue }
            }
            best = candidate
        }
        return best?.threshold
    }
}
