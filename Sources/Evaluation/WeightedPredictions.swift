/// Valid predictions with a weight for each image, from which metrics are computed.
///
/// N images, K classes. The order of the images by the probability of each class is computed once,
/// in O(K N log N). Every metric, also of a resample, then takes O(K N).
package struct WeightedPredictions: Sendable {
    /// The number of classes, K.
    package let classes: Int
    /// The positive class of two; nil if it is unknown. Metrics that depend on it are then
    /// undefined.
    package let positive: Int?
    /// The actual classes, `[N]`.
    package let labels: [Int]
    /// The predicted classes, `[N]`.
    package private(set) var predicted: [Int]
    /// The probabilities of the classes, `[N, K]`; those of an image add up to 1.
    private let probabilities: [Double]
    /// The number of times that each image counts, `[N]`; 1 each at first.
    package private(set) var weights: [Double]
    /// The images from the most to the least probable, for each class.
    private let orders: [[Int]]

    /// The largest accepted distance of the sum of an image's probabilities from 1: they are
    /// computed in single precision.
    package static let sumTolerance = 1e-3

    /// Checks the predictions and gives every image the weight 1.
    /// - Parameter positive: the positive class of two; nil if it is unknown.
    /// - Throws: `EvaluationError` for no images, columns of different lengths, a class that does
    ///   not exist, or a number that is no probability.
    package init(_ predictions: Predictions, positive: Int?) throws(EvaluationError) {
        let classes = predictions.classes
        let (labels, predicted) = (predictions.labels, predictions.predicted)
        let probabilities = predictions.probabilities
        guard !labels.isEmpty else { throw .noImages }
        guard classes > 1, (0..<classes).contains(positive ?? 0) else {
            throw .badClasses(classes: classes, positive: positive ?? 0)
        }
        guard predicted.count == labels.count, probabilities.count == labels.count * classes else {
            throw .badCounts(
                labels: labels.count, predicted: predicted.count,
                probabilities: probabilities.count, classes: classes)
        }
        for image in labels.indices {
            for value in [labels[image], predicted[image]] where value < 0 || value >= classes {
                throw .badClass(image: image, got: value, classes: classes)
            }
            var sum = 0.0
            for value in probabilities[image * classes..<(image + 1) * classes] {
                guard value >= 0, value <= 1 else {
                    throw .badProbability(image: image, got: value)
                }
                sum += value
            }
            guard abs(sum - 1) <= Self.sumTolerance else { throw .badSum(image: image, got: sum) }
        }
        self.classes = classes
        self.positive = positive
        self.labels = labels
        self.predicted = predicted
        self.probabilities = probabilities
        weights = [Double](repeating: 1, count: labels.count)
        orders = (0..<classes).map { column in
            labels.indices.sorted {
                let (a, b) = (
                    probabilities[$0 * classes + column], probabilities[$1 * classes + column]
                )
                return a == b ? $0 < $1 : a > b
            }
        }
    }

    /// The number of images, N.
    package var count: Int { labels.count }
    /// True if there are two classes.
    package var isBinary: Bool { classes == 2 }
    /// True if the positive class is known, or if there are more than two classes, each of which is
    /// compared with the rest.
    package var hasPositive: Bool { !isBinary || positive != nil }

    /// The probability of a class for an image.
    @inline(__always)
    func probability(_ image: Int, of column: Int) -> Double {
        probabilities[image * classes + column]
    }

    /// The probabilities of an image, `[K]`.
    package func row(_ image: Int) -> ArraySlice<Double> {
        probabilities[image * classes..<(image + 1) * classes]
    }

    /// The same predictions with images counted `weights` times, as a resampling does.
    /// - Parameter weights: `[N]`, none negative.
    package func weighted(by weights: [Double]) -> WeightedPredictions {
        precondition(weights.count == count)
        var copy = self
        copy.weights = weights
        return copy
    }

    /// The predictions of some of the images, in the order given, with their weights.
    /// - Parameter images: indices of images, each at most once.
    func restricted(to images: [Int]) -> WeightedPredictions {
        WeightedPredictions(self, images)
    }

    private init(_ other: WeightedPredictions, _ images: [Int]) {
        classes = other.classes
        positive = other.positive
        labels = images.map { other.labels[$0] }
        predicted = images.map { other.predicted[$0] }
        probabilities = images.flatMap { other.row($0) }
        weights = images.map { other.weights[$0] }
        let places = Dictionary(uniqueKeysWithValues: images.enumerated().map { ($1, $0) })
        orders = other.orders.map { $0.compactMap { places[$0] } }
    }

    /// The predictions of two classes if the positive one is predicted from a probability of
    /// `threshold` on; unchanged if the positive class is unknown.
    package func decided(at threshold: Double) -> WeightedPredictions {
        guard let positive else { return self }
        var copy = self
        copy.predicted = labels.indices.map { image in
            probability(image, of: positive) >= threshold ? positive : 1 - positive
        }
        return copy
    }

    /// The weighted images of a class and of the rest, by whether the class was predicted.
    package func counts(of column: Int) -> ClassCounts {
        var counts = ClassCounts()
        for image in labels.indices {
            switch (labels[image] == column, predicted[image] == column) {
            case (true, true): counts.truePositives += weights[image]
            case (true, false): counts.falseNegatives += weights[image]
            case (false, true): counts.falsePositives += weights[image]
            case (false, false): counts.trueNegatives += weights[image]
            }
        }
        return counts
    }

    /// Calls `step` for each probability of a class that occurs, from the largest down, with the
    /// weighted numbers of images of the class and of the rest that have at least this probability.
    /// Images of weight 0 are left out.
    func sweep(
        _ column: Int,
        _ step: (_ probability: Double, _ positives: Double, _ negatives: Double) -> Void
    ) {
        var (positives, negatives, value) = (0.0, 0.0, Double.nan)
        for image in orders[column] where weights[image] > 0 {
            let next = probability(image, of: column)
            if next != value, !value.isNaN { step(value, positives, negatives) }
            value = next
            if labels[image] == column {
                positives += weights[image]
            } else {
                negatives += weights[image]
            }
        }
        if !value.isNaN { step(value, positives, negatives) }
    }
}

/// The images of one class and of the rest, by whether the class was predicted.
package struct ClassCounts: Sendable, Hashable {
    /// The images of the class for which it was predicted.
    package var truePositives = 0.0
    /// The images of the class for which another was predicted.
    package var falseNegatives = 0.0
    /// The images of other classes for which it was predicted.
    package var falsePositives = 0.0
    /// The images of other classes for which it was not predicted.
    package var trueNegatives = 0.0

    /// The images of the class.
    package var positives: Double { truePositives + falseNegatives }
    /// The images of other classes.
    package var negatives: Double { falsePositives + trueNegatives }
}
