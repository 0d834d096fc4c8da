/// Sensitivity against false alarms for every threshold.
package struct ROCCurve: Sendable, Hashable {
    /// What naming the class from a probability on comes to.
    package struct Point: Sendable, Hashable {
        /// The share of the rest's images that is called the class: 1 - specificity.
        package var falsePositiveRate: Double
        /// The share of the class's images that is found: sensitivity.
        package var truePositiveRate: Double
        /// The least probability that is called the class; infinite at first, where none is.
        package var threshold: Double
    }

    /// From (0, 0) to (1, 1), one for every probability that occurs; those on straight lines are
    /// kept.
    package let points: [Point]

    /// The curve of a class against the rest; nil without images of both.
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

    /// By trapezoids; that of `AreaUnderROC`.
    package var area: Double {
        zip(points, points.dropFirst()).reduce(0) { sum, pair in
            sum + (pair.1.falsePositiveRate - pair.0.falsePositiveRate)
                * (pair.1.truePositiveRate + pair.0.truePositiveRate) / 2
        }
    }
}
