import Foundation

/// Platt scaling (Platt 1999): the calibrated probability of the positive one of two classes is
/// `1 / (1 + exp(a f + b))`, where f is the logit, the logarithm of the predicted probability of
/// the positive class divided by that of the other class.
///
/// `a = -1`, `b = 0` changes nothing. Signs and fit are those of scikit-learn's
/// `CalibratedClassifierCV(method="sigmoid")` for a classifier whose decision function is f.
package struct PlattScaling: Sendable, Hashable {
    /// The factor of the logit; negative if larger probabilities mean more positive images.
    package let a: Double
    /// The constant.
    package let b: Double
    /// The number of the positive class, 0 or 1.
    package let positive: Int

    /// A scaling with known parameters.
    package init(a: Double, b: Double, positive: Int) {
        precondition(a.isFinite && b.isFinite && (0...1).contains(positive))
        self.a = a
        self.b = b
        self.positive = positive
    }

    /// Fits a and b, by weight, for the positive class, or class 1 if it is unknown.
    ///
    /// The fit minimizes the log loss against Platt's targets, `(m + 1) / (m + 2)` for the m
    /// positive images and `1 / (n + 2)` for the n negative ones, so that a and b stay finite also
    /// if the probabilities separate the classes. It uses Newton's method with a line search (Lin,
    /// Lin and Weng 2007).
    /// - Returns: nil unless there are two classes with images each.
    package init?(fit predictions: WeightedPredictions) {
        guard predictions.isBinary else { return nil }
        let positive = predictions.positive ?? 1
        let counts = predictions.counts(of: positive)
        guard counts.positives > 0, counts.negatives > 0 else { return nil }
        let images = predictions.labels.indices.filter { predictions.weights[$0] > 0 }
        let targets = (
            positive: (counts.positives + 1) / (counts.positives + 2),
            other: 1 / (counts.negatives + 2)
        )
        let fit = PlattFit(
            logits: images.map {
                CalibrationMap.logit(
                    predictions.probability($0, of: positive),
                    predictions.probability($0, of: 1 - positive))
            },
            targets: images.map {
                predictions.labels[$0] == positive ? targets.positive : targets.other
            },
            weights: images.map { predictions.weights[$0] },
            start: (0, log((counts.negatives + 1) / (counts.positives + 1))))
        (a, b) = fit.minimum()
        self.positive = positive
    }

    /// The calibrated probabilities, `[N, 2]`.
    /// - Parameters:
    ///   - probabilities: predicted probabilities, `[N, 2]`.
    ///   - classes: 2.
    package func apply(to probabilities: [Double], classes: Int) -> [Double] {
        precondition(classes == 2 && probabilities.count % 2 == 0)
        return CalibrationMap.mapped(probabilities, positive: positive) {
            let exponent = a * CalibrationMap.logit($0, $1) + b
            return (1 / (1 + exp(exponent)), 1 / (1 + exp(-exponent)))
        }
    }
}
