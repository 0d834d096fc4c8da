/// The decision curve (Vickers and Elkin 2006): the net benefit of treating the images for which a
/// class is predicted, compared with treating all and treating none.
///
/// At a threshold probability t, one false positive costs as much as `t / (1 - t)` true positives
/// gain. The net benefit is `TP / N - FP / N * t / (1 - t)`, in true positives per image.
package struct DecisionCurve: Sendable, Hashable {
    /// The net benefits at one threshold probability.
    package struct Point: Sendable, Hashable {
        /// The threshold probability t: the class is predicted from this probability on.
        package var threshold: Double
        /// The net benefit of the model.
        package var model: Double
        /// The net benefit if the class is predicted for every image.
        package var treatAll: Double
        /// The net benefit if the class is predicted for no image, 0 by definition.
        package var treatNone: Double { 0 }
    }

    /// The default thresholds, 0.01 to 0.99.
    package static let usualThresholds = (1...99).map { Double($0) / 100 }

    /// The points, in the order of the thresholds that were given.
    package let points: [Point]
    /// The fraction of images of the class, the largest possible net benefit.
    package let prevalence: Double

    /// The curve of one class against the rest.
    /// - Parameter thresholds: threshold probabilities inside (0, 1).
    /// - Returns: nil if all images have the weight 0, and if a threshold is not inside (0, 1).
    package init?(
        _ predictions: WeightedPredictions, of column: Int,
        at thresholds: [Double] = usualThresholds
    ) {
        var steps: [(value: Double, positives: Double, negatives: Double)] = []
        predictions.sweep(column) { steps.append(($0, $1, $2)) }
        guard let last = steps.last, thresholds.allSatisfy({ $0 > 0 && $0 < 1 }) else {
            return nil
        }
        let total = last.positives + last.negatives
        func netBenefit(_ positives: Double, _ negatives: Double, at threshold: Double) -> Double {
            (positives - negatives * threshold / (1 - threshold)) / total
        }
        points = thresholds.map { threshold in
            // The steps with at least this probability come first.
            let end = steps.partitionPoint { $0.value < threshold }
            let step = end > 0 ? steps[end - 1] : (value: 1, positives: 0, negatives: 0)
            return Point(
                threshold: threshold,
                model: netBenefit(step.positives, step.negatives, at: threshold),
                treatAll: netBenefit(last.positives, last.negatives, at: threshold))
        }
        prevalence = last.positives / total
    }
}
