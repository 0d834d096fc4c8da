/// The ROC curve: true-positive rate against false-positive rate at every threshold.
package struct ROCCurve: Sendable, Hashable {
    /// Both rates if the class is predicted from a probability of `threshold` on.
    package struct Point: Sendable, Hashable {
        /// The false-positive rate, 1 - specificity: the fraction of the other images for which the
        /// class is predicted.
        package var falsePositiveRate: Double
        /// The true-positive rate (sensitivity): the fraction of the class's images for which it is
        /// predicted.
        package var truePositiveRate: Double
        /// The smallest probability for which the class is predicted; infinite in the first point,
        /// where the class is never predicted.
        package var threshold: Double
    }

    /// The points from (0, 0) to (1, 1), one for every probability that occurs, including points on
    /// straight lines.
    package let points: [Point]

    /// The curve of one class against the rest; nil unless both have images.
    package init?(_ predictions: WeightedPredictions, of column: Int) {
        var steps: [(value: Double, positives: Double, negatives: Double)] = []
        predictions.sweep(column) { steps.append(($0, $1, $2)) }
        guard let last = steps.last, last.positives > 0, last.negatives > 0 else { return nil }
        points =
            [Point(falsePositiveRate: 0, truePositiveRate: 0, threshold: .infinity)]
            + steps.map { step in
                Point(
                    falsePositiveRate: step.negatives / last.negatives,
                    truePositiveRate: step.positives / last.positives, threshold: step.value)
            }
    }

    /// The area under the curve by the trapezoidal rule, equal to the value of `AreaUnderROC`.
    package var area: Double {
        zip(points, points.dropFirst()).reduce(0) { sum, pair in
            sum + (pair.1.falsePositiveRate - pair.0.falsePositiveRate)
                * (pair.1.truePositiveRate + pair.0.truePositiveRate) / 2
        }
    }
}
