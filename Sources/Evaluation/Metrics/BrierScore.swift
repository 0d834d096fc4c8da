/// The Brier score: the mean squared error of the probabilities (Brier 1950). For two classes it is
/// that of the positive class, from 0 to 1; for more classes the sum over all classes, from 0 to 2.
/// Both are as in scikit-learn.
package struct BrierScore: Metric {
    package init() {}

    package var name: String { "brier" }
    package var title: String { "Brier score" }
    package var isMoreBetter: Bool { false }
    package func range(classes: Int) -> ClosedRange<Double> { 0...(classes == 2 ? 1 : 2) }

    package func value(_ predictions: WeightedPredictions) -> Double? {
        // The value is the same for either of two classes, since their probabilities add up to 1.
        if predictions.isBinary { return value(predictions, of: predictions.positive ?? 1) }
        let all = (0..<predictions.classes).compactMap { value(predictions, of: $0) }
        return all.isEmpty ? nil : all.reduce(0, +)
    }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        var (sum, total) = (0.0, 0.0)
        for image in predictions.labels.indices {
            let truth = predictions.labels[image] == column ? 1.0 : 0
            let error = predictions.probability(image, of: column) - truth
            sum += predictions.weights[image] * error * error
            total += predictions.weights[image]
        }
        return fraction(sum, total)
    }
}
