import Foundation

/// The log loss: the mean of `-log p`, where p is the predicted probability of the actual class,
/// clipped to [2^-52, 1 - 2^-52] as in scikit-learn.
package struct LogLoss: Metric {
    package init() {}

    package var name: String { "log_loss" }
    package var title: String { "log loss" }
    package var isMoreBetter: Bool { false }
    package func range(classes: Int) -> ClosedRange<Double> { 0...(.infinity) }

    package func value(_ predictions: WeightedPredictions) -> Double? {
        var (loss, total) = (0.0, 0.0)
        for image in predictions.labels.indices {
            let probability = predictions.probability(image, of: predictions.labels[image])
            loss -=
                predictions.weights[image] * log(min(max(probability, 0x1p-52), 1 - 0x1p-52))
            total += predictions.weights[image]
        }
        return fraction(loss, total)
    }
}
