package import Tensors

/// The predictions of a network for the images of a split.
package enum TaskPredictions: Sendable, Hashable {
    /// Predictions of one class for each image.
    case classes(Predictions)
    /// Predictions of several labels for each image.
    case labels(LabelPredictions)
}

/// The predictions of a network for N images with several labels each, L labels.
package struct LabelPredictions: Sendable, Hashable {
    /// The actual states of the labels, `[N, L]`.
    package let truth: LabelMatrix
    /// The predicted probability that each label is positive, `[N, L]`; NaN if the training has
    /// diverged.
    package let probabilities: [Double]

    /// Predictions from columns; `WeightedLabelPredictions` checks them.
    package init(truth: LabelMatrix, probabilities: [Double]) {
        self.truth = truth
        self.probabilities = probabilities
    }

    /// The number of images, N.
    package var count: Int { truth.count }
    /// The number of labels, L.
    package var labels: Int { truth.labels }

    /// The probability of a label for an image.
    package func probability(_ image: Int, of label: Int) -> Double {
        probabilities[image * labels + label]
    }

    /// The probabilities of an image, `[L]`.
    package func row(_ image: Int) -> ArraySlice<Double> {
        probabilities[image * labels..<(image + 1) * labels]
    }
}
