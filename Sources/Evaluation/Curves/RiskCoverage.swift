/// The risk-coverage curve of selective classification (El-Yaniv and Wiener 2010): the error rate
/// of the most confident predictions against the fraction of images that they cover.
package struct RiskCoverage: Sendable, Hashable {
    /// Risk and coverage if only predictions with a confidence of at least `confidence` are kept.
    package struct Point: Sendable, Hashable {
        /// The smallest confidence that is kept.
        package var confidence: Double
        /// The coverage: the fraction of images that are kept.
        package var coverage: Double
        /// The risk: the fraction of incorrect predictions among those that are kept.
        package var risk: Double
    }

    /// The points from the smallest coverage to coverage 1, one for every confidence that occurs.
    package let points: [Point]

    /// The curve of any confidence.
    /// - Parameters:
    ///   - confidences: the confidence of each prediction, larger for more confident ones, `[N]`.
    ///   - isCorrect: true for each correct prediction, `[N]`.
    ///   - weights: the number of times that each image counts, `[N]`, none negative; nil: 1 each.
    /// - Returns: nil if there are no images or all have the weight 0, and if a confidence is NaN.
    package init?(confidences: [Double], isCorrect: [Bool], weights: [Double]? = nil) {
        let weights = weights ?? [Double](repeating: 1, count: confidences.count)
        precondition(confidences.count == isCorrect.count && weights.count == isCorrect.count)
        let total = weights.reduce(0, +)
        guard total > 0, !confidences.contains(where: \.isNaN) else { return nil }
        let order = confidences.indices.filter { weights[$0] > 0 }
            .sorted { confidences[$0] > confidences[$1] }
        var points: [Point] = []
        var (kept, incorrect) = (0.0, 0.0)
        for (position, image) in order.enumerated() {
            kept += weights[image]
            if !isCorrect[image] { incorrect += weights[image] }
            let isLast = position + 1 == order.count
            if isLast || confidences[order[position + 1]] != confidences[image] {
                points.append(
                    Point(
                        confidence: confidences[image], coverage: isLast ? 1 : kept / total,
                        risk: incorrect / kept))
            }
        }
        self.points = points
    }

    /// The curve of the largest probability of each image as its confidence, by weight.
    /// - Returns: nil if all images have the weight 0.
    package init?(_ predictions: WeightedPredictions) {
        let images = predictions.labels.indices
        self.init(
            confidences: images.map { Uncertainty.largest(predictions.row($0)) },
            isCorrect: images.map { predictions.labels[$0] == predictions.predicted[$0] },
            weights: predictions.weights)
    }

    /// The area under the curve (AURC): the mean over images of the risk at the confidence of the
    /// image (Geifman, Uziel and El-Yaniv 2019). Images of equal confidence are kept together, so
    /// the area does not depend on their order. Smaller is better.
    package var area: Double {
        var (area, coverage) = (0.0, 0.0)
        for point in points {
            area += (point.coverage - coverage) * point.risk
            coverage = point.coverage
        }
        return area
    }
}
