/// The precision-recall curve: precision against recall (sensitivity) at every threshold.
package struct PrecisionRecallCurve: Sendable, Hashable {
    /// Precision and recall if the class is predicted from a probability of `threshold` on.
    package struct Point: Sendable, Hashable {
        /// The recall (sensitivity): the fraction of the class's images for which it is predicted.
        package var recall: Double
        /// The precision: the fraction of correct predictions among the predictions of the class.
        package var precision: Double
        /// The smallest probability for which the class is predicted. It is infinite in the first
        /// point, where the class is never predicted and precision is 1 by convention.
        package var threshold: Double
    }

    /// The points from recall 0 to recall 1, one for every probability that occurs.
    package let points: [Point]
    /// The fraction of images of the class, which is the precision if the class is predicted for
    /// every image.
    package let prevalence: Double

    /// The curve of one class against the rest; nil if the class has no images.
    package init?(_ predictions: WeightedPredictions, of column: Int) {
        var steps: [(value: Double, positives: Double, negatives: Double)] = []
        predictions.sweep(column) { steps.append(($0, $1, $2)) }
        guard let last = steps.last, last.positives > 0 else { return nil }
        points =
            [Point(recall: 0, precision: 1, threshold: .infinity)]
            + steps.map { step in
                Point(
                    recall: step.positives / last.positives,
                    precision: step.positives / (step.positives + step.negatives),
                    threshold: step.value)
            }
        prevalence = last.positives / (last.positives + last.negatives)
    }

    /// The average precision, equal to the value of `AveragePrecision`.
    package var averagePrecision: Double {
        zip(points, points.dropFirst()).reduce(0) { sum, pair in
            sum + (pair.1.recall - pair.0.recall) * pair.1.precision
        }
    }
}
