import Foundation

/// The certainty of a prediction, from the probabilities of the K classes of an image, `[K]`.
package enum Uncertainty {
    /// The largest probability, from 1/K to 1; larger for more certain predictions.
    package static func largest(_ probabilities: some Collection<Double>) -> Double {
        probabilities.max() ?? 0
    }

    /// The entropy, `-sum(p log p)`, in nats, from 0 to log K; smaller for more certain
    /// predictions. A probability of 0 contributes 0.
    package static func entropy(_ probabilities: some Collection<Double>) -> Double {
        probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
    }

    /// The margin, the largest probability minus the second largest one, from 0 to 1; larger for
    /// more certain predictions.
    package static func margin(_ probabilities: some Collection<Double>) -> Double {
        var (largest, second) = (0.0, 0.0)
        for probability in probabilities {
            if probability > largest {
                (largest, second) = (probability, largest)
            } else if probability > second {
                second = probability
            }
        }
        return largest - second
    }
}
