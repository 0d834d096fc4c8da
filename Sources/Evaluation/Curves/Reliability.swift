/// The data of a reliability diagram: predicted probabilities against observed fractions, in bins
/// of equal width.
package struct Reliability: Sendable, Hashable {
    /// The default number of bins, as in Guo et al. (2017).
    package static let usualBins = 15

    /// The images whose probability is in one interval.
    package struct Bin: Sendable, Hashable {
        /// The lower edge; exclusive except in the first bin.
        package var lower: Double
        /// The upper edge, inclusive.
        package var upper: Double
        /// The weighted number of images.
        package var count = 0.0
        /// The mean probability of the images; 0 without images.
        package var meanProbability = 0.0
        /// The observed fraction of the images whose class is the one with this probability; 0
        /// without images.
        package var fraction = 0.0
    }

    /// The bins from 0 to 1, including empty ones.
    package private(set) var bins: [Bin]

    /// The reliability of the predicted classes: the fraction of correct predictions against their
    /// probability.
    package init(_ predictions: WeightedPredictions, bins count: Int) {
        self.init(predictions, count) { image in
            let predicted = predictions.predicted[image]
            return (
                predictions.probability(image, of: predicted),
                predictions.labels[image] == predicted
            )
        }
    }

    /// The reliability of one class against the rest: the fraction of its images against its
    /// probability.
    package init(_ predictions: WeightedPredictions, of column: Int, bins count: Int) {
        self.init(predictions, count) { image in
            (predictions.probability(image, of: column), predictions.labels[image] == column)
        }
    }

    private init(
        _ predictions: WeightedPredictions, _ count: Int,
        _ read: (Int) -> (probability: Double, isTrue: Bool)
    ) {
        let width = 1 / Double(count)
        bins = (0..<count).map { Bin(lower: Double($0) * width, upper: Double($0 + 1) * width) }
        for image in predictions.labels.indices {
            let (probability, isTrue) = read(image)
            let weight = predictions.weights[image]
            let bin = Self.bin(of: probability, width: width, count: count)
            bins[bin].count += weight
            bins[bin].meanProbability += weight * probability
            if isTrue { bins[bin].fraction += weight }
        }
        for bin in bins.indices where bins[bin].count > 0 {
            bins[bin].meanProbability /= bins[bin].count
            bins[bin].fraction /= bins[bin].count
        }
    }

    /// The first bin whose upper edge is at least `probability`; edges are multiples of the width.
    private static func bin(of probability: Double, width: Double, count: Int) -> Int {
        var bin = min(count - 1, max(0, Int(probability / width)))
        while bin > 0, probability <= Double(bin) * width { bin -= 1 }
        while bin < count - 1, probability > Double(bin + 1) * width { bin += 1 }
        return bin
    }

    /// The expected calibration error: the mean over images of the distance between the observed
    /// fraction and the mean probability of their bin; nil without images.
    package var error: Double? {
        let total = bins.reduce(0) { $0 + $1.count }
        return Evaluation.fraction(
            bins.reduce(0) { $0 + $1.count * abs($1.fraction - $1.meanProbability) }, total)
    }
}
