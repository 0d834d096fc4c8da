/// A rule that chooses the threshold of two classes from predictions, usually those of the
/// validation split. The positive class is predicted from a probability of `threshold` on.
///
/// Every rule chooses a point of the ROC curve. All thresholds between the probability of the point
/// and the next smaller probability give the same predictions for these images; the rule takes the
/// midpoint.
package enum ThresholdRule: Sendable, Hashable {
    /// The largest Youden index; see `Threshold.youden`.
    case youden
    /// The largest threshold whose sensitivity is at least this fraction, so that the specificity
    /// is as high as possible.
    case sensitivity(atLeast: Double)
    /// The smallest threshold whose specificity is at least this fraction, so that the sensitivity
    /// is as high as possible.
    case specificity(atLeast: Double)
    /// The smallest expected cost, `falsePositive FP / N + falseNegative FN / N`, at the prevalence
    /// of the predictions. Both costs are at least 0, and one is above 0; only their ratio matters.
    /// If several thresholds are equally good, the one nearest to 0.5 is chosen.
    case cost(falsePositive: Double, falseNegative: Double)

    /// The threshold for the predictions, with its Youden index.
    ///
    /// Rules other than `youden` may choose the point where the positive class is never predicted.
    /// The threshold is then above the largest probability: at most 1, or the next number above 1
    /// if an image has the probability 1.
    /// - Returns: nil unless there are two classes with images each and the positive class is
    ///   known; nil if no threshold meets the rule, as for a sensitivity above 1, and for invalid
    ///   costs.
    package func threshold(_ predictions: WeightedPredictions) -> Threshold? {
        guard predictions.isBinary, let positive = predictions.positive,
            let curve = ROCCurve(predictions, of: positive)
        else { return nil }
        switch self {
        case .youden: return Threshold.youden(predictions)
        case .sensitivity(let least):
            return curve.points.firstIndex { Self.isAtLeast($0.truePositiveRate, least) }
                .map { Threshold(curve, at: $0) }
        case .specificity(let least):
            return curve.points.lastIndex { Self.isAtLeast(1 - $0.falsePositiveRate, least) }
                .map { Threshold(curve, at: $0) }
        case .cost(let falsePositive, let falseNegative):
            let largest = max(falsePositive, falseNegative)
            guard falsePositive >= 0, falseNegative >= 0, largest > 0, largest.isFinite else {
                return nil
            }
            let prevalence = predictions.prevalence(of: positive)
            let ofFalsePositives = falsePositive / largest * (1 - prevalence)
            let ofFalseNegatives = falseNegative / largest * prevalence
            return Threshold.best(
                curve.points.indices.map { index in
                    let point = curve.points[index]
                    let cost =
                        ofFalsePositives * point.falsePositiveRate
                        + ofFalseNegatives * (1 - point.truePositiveRate)
                    return (Threshold(curve, at: index), -cost)
                })
        }
    }

    /// True if a fraction is at least `least` up to rounding.
    static func isAtLeast(_ fraction: Double, _ least: Double) -> Bool {
        fraction >= least - 1e-12
    }
}

extension WeightedPredictions {
    /// The weighted fraction of images of a class.
    fileprivate func prevalence(of column: Int) -> Double {
        let counts = counts(of: column)
        return counts.positives / (counts.positives + counts.negatives)
    }
}
