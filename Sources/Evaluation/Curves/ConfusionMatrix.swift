/// The confusion matrix: the number of images for each pair of actual and predicted class.
package struct ConfusionMatrix: Sendable, Hashable {
    /// The weighted numbers of images, `[K, K]`: rows are actual classes, columns predicted
    /// classes.
    package let counts: [[Double]]

    /// Counts the predictions with their weights.
    package init(_ predictions: WeightedPredictions) {
        let row = [Double](repeating: 0, count: predictions.classes)
        var counts = [[Double]](repeating: row, count: predictions.classes)
        for image in predictions.labels.indices {
            counts[predictions.labels[image]][predictions.predicted[image]] +=
                predictions.weights[image]
        }
        self.counts = counts
    }

    /// The row of class `label` divided by its sum: the fractions of the class's images by
    /// predicted class, `[K]`; nil if the class has no images.
    package func fractions(of label: Int) -> [Double]? {
        let total = counts[label].reduce(0, +)
        return total > 0 ? counts[label].map { $0 / total } : nil
    }
}
