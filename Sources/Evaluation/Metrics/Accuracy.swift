/// The accuracy: the fraction of correct predictions.
package struct Accuracy: Metric {
    package init() {}

    package var name: String { "accuracy" }
    package var title: String { "accuracy" }
    package var isFraction: Bool { true }
    package var isOfDecisions: Bool { true }

    package func value(_ predictions: WeightedPredictions) -> Double? {
        var (correct, total) = (0.0, 0.0)
        for image in predictions.labels.indices {
            total += predictions.weights[image]
            if predictions.labels[image] == predictions.predicted[image] {
                correct += predictions.weights[image]
            }
        }
        return fraction(correct, total)
    }

    /// All images.
    package func images(_ predictions: WeightedPredictions) -> [Int]? {
        Array(predictions.labels.indices)
    }
}
