import Foundation

/// Temperature scaling (Guo et al. 2017): `softmax(logits / T)` with one temperature T for all
/// classes. It does not change which class has the largest probability.
///
/// Logits are not needed: `softmax(log p / T)` is the same, since the logarithms of the
/// probabilities are the logits minus a constant of each image.
package struct TemperatureScaling: Sendable, Hashable {
    /// The temperatures that a fit can give. If every prediction is correct, the log loss falls
    /// with T to 0, and the fit gives the lower bound.
    package static let range = 0.05...20.0

    /// The temperature T, above 0. Above 1 the model was overconfident, below 1 underconfident.
    package let temperature: Double

    /// A scaling with a known temperature, above 0.
    package init(temperature: Double) {
        precondition(temperature > 0 && temperature.isFinite)
        self.temperature = temperature
    }

    /// Fits the temperature in `range` with the smallest log loss, by weight.
    ///
    /// The log loss is a convex function of 1 / T. The root of its derivative is found by bisection
    /// to the last digit, so the result is the same in every run. T is 1 if the derivative is 0
    /// there, as for images with equal probabilities of all classes.
    /// - Returns: nil if all images have the weight 0.
    package init?(fit predictions: WeightedPredictions) {
        let images = predictions.labels.indices.filter { predictions.weights[$0] > 0 }
        guard !images.isEmpty else { return nil }
        let rows = images.map { Self.logits(predictions.row($0)) }
        let total = images.reduce(0) { $0 + predictions.weights[$1] }
        /// The derivative of the mean log loss with respect to 1 / T.
        func derivative(_ temperature: Double) -> Double {
            var sum = 0.0
            for (image, row) in zip(images, rows) {
                var (mean, normalizer) = (0.0, 0.0)
                for logit in row {
                    let exponential = exp(logit / temperature)
                    mean += exponential * logit
                    normalizer += exponential
                }
                sum +=
                    predictions.weights[image]
                    * (mean / normalizer - row[predictions.labels[image]])
            }
            return sum / total
        }
        var (low, high) = (Self.range.lowerBound, Self.range.upperBound)
        if abs(derivative(1)) <= 1e-12 {
            (low, high) = (1, 1)
        } else if derivative(low) <= 0 {
            high = low
        } else if derivative(high) >= 0 {
            low = high
        }
        while low < high {
            let middle = (low * high).squareRoot()
            if middle <= low || middle >= high { break }
            if derivative(middle) > 0 { low = middle } else { high = middle }
        }
        temperature = low
    }

    /// The probabilities after scaling, `[N, K]`.
    /// - Parameter probabilities: predicted probabilities, `[N, K]`.
    package func apply(to probabilities: [Double], classes: Int) -> [Double] {
        precondition(classes > 0 && probabilities.count % classes == 0)
        var result: [Double] = []
        result.reserveCapacity(probabilities.count)
        for first in stride(from: 0, to: probabilities.count, by: classes) {
            let exponentials = Self.logits(probabilities[first..<first + classes])
                .map { exp($0 / temperature) }
            let sum = exponentials.reduce(0, +)
            result += exponentials.map { $0 / sum }
        }
        return result
    }

    /// The logits of a row of probabilities, the largest of which is 0.
    private static func logits(_ row: ArraySlice<Double>) -> [Double] {
        let logits = row.map(CalibrationMap.logarithm)
        let largest = logits.max() ?? 0
        return logits.map { $0 - largest }
    }
}
