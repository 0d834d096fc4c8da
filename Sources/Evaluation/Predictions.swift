import Tensors

/// A classifier's predictions for N images with known actual classes, K classes.
package struct Predictions: Sendable, Hashable {
    /// The number of classes, K.
    package let classes: Int
    /// The actual classes, `[N]`.
    package let labels: [Int]
    /// The predicted classes, `[N]`.
    package let predicted: [Int]
    /// The predicted probabilities, `[N, K]`; NaN if the training has diverged.
    package let probabilities: [Double]

    /// Predictions from columns; `WeightedPredictions` checks them.
    package init(labels: [Int], predicted: [Int], probabilities: [Double], classes: Int) {
        self.classes = classes
        self.labels = labels
        self.predicted = predicted
        self.probabilities = probabilities
    }

    /// Predicts the class with the largest probability for every image, the first one among equals.
    package init(labels: [Int], probabilities: [Double], classes: Int) {
        self.init(
            labels: labels,
            predicted: labels.indices.map { image in
                let first = image * classes
                return probabilities[first..<first + classes].argmax.map { $0 - first } ?? 0
            }, probabilities: probabilities, classes: classes)
    }

    /// The number of images, N.
    package var count: Int { labels.count }

    /// The number of correct predictions.
    package var correct: Int { labels.indices.count(where: isCorrect) }

    /// True if the predicted class of image `image` equals its actual class.
    package func isCorrect(_ image: Int) -> Bool { labels[image] == predicted[image] }

    /// The probabilities of an image, `[K]`.
    package func probabilities(of image: Int) -> [Double] {
        Array(probabilities[image * classes..<(image + 1) * classes])
    }
}
