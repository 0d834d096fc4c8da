/// How many images of each class were given each class.
package struct ConfusionMatrix: Sendable, Hashable {
    /// [K, K]: true classes by given classes, weighted.
    package let counts: [[Double]]

    package init(_ predictions: WeightedPredictions) {
        let row = [Double](repeating: 0, count: predictions.classes)
        var counts = [[Double]](repeating: row, count: predictions.classes)
        for image in predictions.labels.indices {
            counts[predictions.labels[image]][predictions.predicted[image]] +=
                predictions.weights[image]
        }
        self.counts = counts
    }

    /// The share of a class's images that was given each class; nil without images of it.
    package func shares(of label: Int) -> [Double]? {
        let total = counts[label].reduce(0, +)
        return total > 0 ? counts[label].map { $0 / total } : nil
    }
}
