/// Precision against sensitivity for every threshold.
package struct PrecisionRecallCurve: Sendable, Hashable {
    /// What naming the class from a probability on comes to.
    package struct Point: Sendable, Hashable {
        /// The share of the class's images that is found: sensitivity.
        package var recall: Double
        /// The share of the images called the class that are of it.
        package var precision: Double
        /// The least probability that is called the class; infinite at first, where none is and
        /// precision 1 by convention.
        package var threshold: Double
    }

    /// From a recall of 0 to 1, one for every probability that occurs.
    package let points: [Point]
    /// The precision of calling every image the class.
    package let prevalence: Double

    /// The curve of a class against the rest; nil without images of the class.
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

    /// As `AveragePrecision` gives it.
    package var averagePrecision: Double {
        zip(points, points.dropFirst()).reduce(0) { sum, pair in
            sum + (pair.1.recall - pair.0.recall) * pair.1.precision
        }
    }
}
