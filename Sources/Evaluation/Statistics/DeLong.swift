/// The area under an ROC curve with the variance of DeLong, DeLong and Clarke-Pearson (1988),
/// which makes no assumption about the distribution of the scores.
///
/// There are m positive and n negative images, `N = m + n`. The component of a positive image is
/// the fraction of the negative images with a lower score; the component of a negative image is the
/// fraction of the positive images with a higher score. Ties count one half. The variance is
/// `S10 / m + S01 / n`, where S10 and S01 are the sample variances of both kinds of components. One
/// sort gives all components, O(N log N), as in Sun and Xu (2014): the difference of their two
/// midranks of an image is its component times n or m.
package struct DeLong: Sendable, Hashable {
    /// The area, from 0 to 1, equal to the value of `AreaUnderROC`.
    package let area: Double
    /// The number of positive images, m.
    package let positives: Int
    /// The number of negative images, n.
    package let negatives: Int
    /// True for each positive image, `[N]`.
    let labels: [Bool]
    /// The component of each image, `[N]`.
    let components: [Double]

    /// Computes the area from scores.
    /// - Parameters:
    ///   - labels: true for each positive image, `[N]`.
    ///   - scores: the probabilities of the positive class, or other scores that are larger for
    ///     images that look positive, `[N]`.
    /// - Returns: nil unless there are positive and negative images, and if a score is NaN.
    package init?(labels: [Bool], scores: [Double]) {
        precondition(labels.count == scores.count)
        let positives = labels.count(where: { $0 })
        let negatives = labels.count - positives
        guard positives > 0, negatives > 0, !scores.contains(where: \.isNaN) else { return nil }
        let (m, n) = (Double(positives), Double(negatives))
        let order = labels.indices.sorted { scores[$0] < scores[$1] }
        var components = [Double](repeating: 0, count: labels.count)
        // The numbers of images with lower scores.
        var (lowerPositives, lowerNegatives, start, pairs) = (0.0, 0.0, 0, 0.0)
        while start < order.count {
            let ties = order[start...].prefix { scores[$0] == scores[order[start]] }
            let tiedPositives = Double(ties.count(where: { labels[$0] }))
            let tiedNegatives = Double(ties.count) - tiedPositives
            let below = lowerNegatives + tiedNegatives / 2
            let above = m - lowerPositives - tiedPositives / 2
            for image in ties { components[image] = labels[image] ? below / n : above / m }
            pairs += tiedPositives * below
            lowerPositives += tiedPositives
            lowerNegatives += tiedNegatives
            start = ties.endIndex
        }
        area = pairs / (m * n)
        self.positives = positives
        self.negatives = negatives
        self.labels = labels
        self.components = components
    }

    /// Computes the area of one class against the rest, from the probabilities of the class.
    /// - Precondition: every image has the weight 1.
    /// - Returns: nil unless both have images.
    package init?(_ predictions: WeightedPredictions, of column: Int) {
        precondition(predictions.weights.allSatisfy { $0 == 1 })
        self.init(
            labels: predictions.labels.map { $0 == column },
            scores: predictions.labels.indices.map { predictions.probability($0, of: column) })
    }

    /// The estimated variance of the area; nil for fewer than two positive or two negative images.
    /// It is 0 if all positive images have higher scores than all negative ones (area 1), if all
    /// have lower scores (area 0), and if all images have one score (area 1/2).
    package var variance: Double? { variance(components, mean: area) }

    /// The standard error of the area, the square root of the variance.
    package var standardError: Double? { variance?.squareRoot() }

    /// The 95% confidence interval of the area: `area ± 1.96 standardError`, clipped to 0...1, as
    /// in pROC (Robin et al. 2011). Nil if the variance is unknown or 0.
    package var interval: ClosedRange<Double>? {
        standardError.flatMap {
            Statistics.normalInterval(area, standardError: $0, within: 0...1)
        }
    }

    /// The variance of an area, or of a difference of areas, from the components of the images,
    /// whose mean over each kind of image is `mean`.
    func variance(_ components: [Double], mean: Double) -> Double? {
        guard positives > 1, negatives > 1 else { return nil }
        let (m, n) = (Double(positives), Double(negatives))
        var (ofPositives, ofNegatives) = (0.0, 0.0)
        for (component, isPositive) in zip(components, labels) {
            let square = (component - mean) * (component - mean)
            if isPositive { ofPositives += square } else { ofNegatives += square }
        }
        return ofPositives / (m - 1) / m + ofNegatives / (n - 1) / n
    }
}
