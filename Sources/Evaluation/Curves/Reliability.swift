/// Probabilities against how often they came true, in bins of equal width: a reliability diagram's
/// data.
package struct Reliability: Sendable, Hashable {
    /// Fifteen, as in Guo et al. (2017).
    package static let usualBins = 15

    /// Images of like probability.
    package struct Bin: Sendable, Hashable {
        /// Probabilities above this; the first bin's own are in it.
        package var lower: Double
        /// And up to this.
        package var upper: Double
        /// The weighted images.
        package var count = 0.0
        /// The mean of their probabilities; 0 without images.
        package var meanProbability = 0.0
        /// The share of them where it came true; 0 without images.
        package var share = 0.0
    }

    /// All bins from 0 to 1, those without images too.
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
            if isTrue { bins[bin].share += weight }
        }
        for bin in bins.indices where bins[bin].count > 0 {
            bins[bin].meanProbability /= bins[bin].count
            bins[bin].share /= bins[bin].count
        }
    }

    /// The first bin whose upper edge is not below; edges are multiples of the width.
    private static func bin(of probability: Double, width: Double, count: Int) -> Int {
        var bin = min(count - 1, max(0, Int(probability / width)))
        while bin > 0, probability <= Double(bin) * width { bin -= 1 }
        while bin < count - 1, probability > Double(bin + 1) * width { bin += 1 }
        return bin
    }

    /// The mean over images of the distance between share and probability; nil without images.
    package var error: Double? {
        let total = bins.reduce(0) { $0 + $1.count }
        return Evaluation.share(
            bins.reduce(0) { $0 + $1.count * abs($1.share - $1.meanProbability) }, total)
    }
}
