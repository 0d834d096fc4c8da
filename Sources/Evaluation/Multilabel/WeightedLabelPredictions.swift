package import Tensors

/// Valid predictions of several labels with a weight for each image, from which metrics are
/// computed: N images, L labels.
///
/// Each label is a problem of two classes, negative (0) and positive (1), whose images are those
/// for which the label is not ignored. `EvaluationMetrics` has the metrics of such a problem.
package struct WeightedLabelPredictions: Sendable {
    /// The images of one label, or of several labels together.
    private struct Part: Sendable {
        /// The image of each prediction, from 0.
        var images: [Int]
        var predictions: WeightedPredictions
    }

    /// The predictions.
    package let predictions: LabelPredictions
    /// The number of images in each state, for each label, without weights.
    package let counts: [LabelCounts]
    /// The number of times that each image counts, `[N]`; 1 each at first.
    package private(set) var weights: [Double]
    /// The probability from which each label is predicted, `[L]`.
    package private(set) var thresholds: [Double]
    /// The images of each label; nil for a label that is ignored for all images.
    private var parts: [Part?]

    /// Checks the predictions and gives every image the weight 1 and every label the threshold 0.5.
    /// - Throws: `EvaluationError` for no images, columns of different lengths, or a number that is
    ///   no probability. Probabilities of ignored entries are checked too.
    package init(_ predictions: LabelPredictions) throws(EvaluationError) {
        let (count, labels) = (predictions.count, predictions.labels)
        guard count > 0 else { throw .noImages }
        guard predictions.probabilities.count == count * labels else {
            throw .badLabelCounts(
                images: count, labels: labels, probabilities: predictions.probabilities.count)
        }
        for (entry, value) in predictions.probabilities.enumerated() {
            guard value >= 0, value <= 1 else {
                throw .badLabelProbability(
                    image: entry / labels, label: entry % labels, got: value)
            }
        }
        self.predictions = predictions
        counts = predictions.truth.counts
        weights = [Double](repeating: 1, count: count)
        thresholds = [Double](repeating: 0.5, count: labels)
        var parts: [Part?] = []
        for label in 0..<labels { parts.append(try Self.part(predictions, [label])) }
        self.parts = parts
    }

    /// The number of images, N.
    package var count: Int { predictions.count }
    /// The number of labels, L.
    package var labels: Int { predictions.labels }

    /// The labels that have positive and negative images. Metrics of other labels are undefined,
    /// and all means are over these labels.
    package var evaluated: [Int] {
        counts.indices.filter { counts[$0].positive > 0 && counts[$0].negative > 0 }
    }

    /// The predictions of one label as a problem of two classes, without the images for which it is
    /// ignored; nil if it is ignored for all images.
    package func of(_ label: Int) -> WeightedPredictions? { parts[label]?.predictions }

    /// The same predictions with images counted `weights` times, as a resampling does.
    /// - Parameter weights: `[N]`, none negative.
    package func weighted(by weights: [Double]) -> WeightedLabelPredictions {
        precondition(weights.count == count)
        var copy = self
        copy.weights = weights
        copy.parts = parts.map { Self.weighted($0, by: weights) }
        return copy
    }

    /// The same predictions with a threshold for each label, `[L]`: a label is predicted from this
    /// probability on.
    package func decided(at thresholds: [Double]) -> WeightedLabelPredictions {
        precondition(thresholds.count == labels)
        var copy = self
        copy.thresholds = thresholds
        for label in 0..<labels {
            guard let part = parts[label] else { continue }
            copy.parts[label]?.predictions = part.predictions.decided(at: thresholds[label])
        }
        return copy
    }

    /// The entries of some labels together as one problem of two classes ("micro"): each known
    /// label of each image is one prediction, with the weight of its image and decided at the
    /// threshold of its label.
    /// - Returns: nil if all entries are ignored.
    package func pooled(_ labels: [Int]) -> PooledLabels? {
        guard let part = try? Self.part(predictions, labels, thresholds: thresholds) else {
            return nil
        }
        return PooledLabels(images: part.images, predictions: part.predictions)
            .weighted(by: weights)
    }

    /// - Parameter thresholds: the threshold of each label; nil: 0.5 each.
    private static func part(
        _ predictions: LabelPredictions, _ labels: [Int], thresholds: [Double]? = nil
    ) throws(EvaluationError) -> Part? {
        var (images, truth, decisions): ([Int], [Int], [Int]) = ([], [], [])
        var probabilities: [Double] = []
        for label in labels {
            let threshold = thresholds?[label] ?? 0.5
            for image in 0..<predictions.count {
                let state = predictions.truth[image, label]
                guard state != .ignored else { continue }
                let probability = predictions.probability(image, of: label)
                images.append(image)
                truth.append(state == .positive ? 1 : 0)
                decisions.append(probability >= threshold ? 1 : 0)
                probabilities += [1 - probability, probability]
            }
        }
        guard !images.isEmpty else { return nil }
        let pairs = Predictions(
            labels: truth, predicted: decisions, probabilities: probabilities, classes: 2)
        return Part(images: images, predictions: try WeightedPredictions(pairs, positive: 1))
    }

    private static func weighted(_ part: Part?, by weights: [Double]) -> Part? {
        part.map { part in
            Part(
                images: part.images,
                predictions: part.predictions.weighted(by: part.images.map { weights[$0] }))
        }
    }
}

/// The entries of several labels together as one problem of two classes.
package struct PooledLabels: Sendable {
    /// The image of each entry, from 0.
    fileprivate let images: [Int]
    /// The entries, with the classes negative (0) and positive (1).
    package let predictions: WeightedPredictions

    /// The same entries with images counted `weights` times.
    /// - Parameter weights: one for each image, none negative.
    package func weighted(by weights: [Double]) -> PooledLabels {
        PooledLabels(
            images: images, predictions: predictions.weighted(by: images.map { weights[$0] }))
    }
}
