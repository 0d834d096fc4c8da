/// What a classifier said of images whose classes are known: all that metrics are computed from.
///
/// N images, K classes. The order of the images by each class's probability is found once, in O(K N
/// log N), so that every metric, and every resampling of it, takes O(K N).
package struct Answers: Sendable {
    /// How many classes there are: K.
    package let classes: Int
    /// The class that counts as positive when there are two; nil where nothing says which: metrics
    /// that depend on it are then not defined.
    package let positive: Int?
    /// [N], the true classes.
    package let labels: [Int]
    /// [N], the classes that the images were given.
    package private(set) var predicted: [Int]
    /// [N, K]
    package let probabilities: [Double]
    /// [N], how often each image counts; 1 each at first.
    package private(set) var weights: [Double]
    /// The images from the most to the least probable, for each class.
    private let orders: [[Int]]

    /// How far from 1 the sum of an image's probabilities may be: they come from single precision.
    package static let sumTolerance = 1e-3

    /// - Parameters:
    ///   - labels: [N], in `0..<K`.
    ///   - predicted: [N], in `0..<K`.
    ///   - probabilities: [N, K], each row of sum 1.
    ///   - positive: the positive class when there are two; nil: nothing says which.
    /// - Throws: `EvaluationError`: no image, other counts, a class that is none, a number that is
    ///   no probability.
    package init(
        labels: [Int], predicted: [Int], probabilities: [Double], classes: Int, positive: Int? = 1
    ) throws(EvaluationError) {
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

    /// N
    package var count: Int { labels.count }
    package var isBinary: Bool { classes == 2 }
    /// Whether there is a positive class, or there are more than two classes, each of which is
    /// measured against the rest.
    package var hasPositive: Bool { !isBinary || positive != nil }
    /// The sum of the weights.
    package var total: Double { weights.reduce(0, +) }

    /// The probability that image `image` was given for a class.
    @inline(__always)
    func probability(_ image: Int, of column: Int) -> Double {
        probabilities[image * classes + column]
    }

    /// The same answers with images counted `weights` times, as a resampling does.
    /// - Parameter weights: [N], none negative.
    package func weighted(by weights: [Double]) -> Answers {
        precondition(weights.count == count)
        var copy = self
        copy.weights = weights
        return copy
    }

    /// The answers of two classes when the positive one is named from a probability of `threshold`
    /// on; as they are where no class is positive.
    package func decided(at threshold: Double) -> Answers {
        guard let positive else { return self }
        var copy = self
        copy.predicted = labels.indices.map { image in
            probability(image, of: positive) >= threshold ? positive : 1 - positive
        }
        return copy
    }

    /// The weighted images of a class against the rest, by what they were called.
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

    /// Goes down a class's probabilities and tells, after all images of one probability, how many
    /// of the class and of the rest have at least that. Images of weight 0 are passed over.
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

/// The images of one class against the rest, by what they were called.
package struct ClassCounts: Sendable, Hashable {
    /// Of the class and called so.
    package var truePositives = 0.0
    /// Of the class and called otherwise.
    package var falseNegatives = 0.0
    /// Of another class and called so.
    package var falsePositives = 0.0
    /// Of another class and called otherwise.
    package var trueNegatives = 0.0

    /// Of the class.
    package var positives: Double { truePositives + falseNegatives }
    /// Of another class.
    package var negatives: Double { falsePositives + trueNegatives }
}
