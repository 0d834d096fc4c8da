import Engine
import Foundation
import Tensors

/// Losses of several labels per image: the mean of `t * f(z) + (1 - t) * g(z)` over all entries
/// that are not ignored, for logits `z` and targets `t`. An ignored entry has no loss and no
/// gradient.
///
/// The mean is over the entries, not over the images: an image with few known labels counts less.
/// A batch whose labels are all ignored has the loss 0, the weight 0 and the gradient 0.
struct SigmoidEntries {
    /// A loss of an entry and its derivative with respect to the logit.
    typealias Term = (value: Double, derivative: Double)

    /// - Parameters:
    ///   - positive: the loss `f` of a positive entry, by logit and label.
    ///   - negative: the loss `g` of a negative entry, by logit and label.
    static func evaluate(
        _ logits: UnsafePointer<Float>, labels: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?, positive: (Double, Int) -> Term,
        negative: (Double, Int) -> Term
    ) -> LossResult {
        guard let targets = targets.multilabel, targets.labels == labels else {
            preconditionFailure("a loss of \(labels) labels needs as many targets per row")
        }
        let known = targets.isKnown.count { $0 }
        let scale = known > 0 ? 1 / Double(known) : 0
        var result = LossResult(mean: 0, weight: Double(known), correct: 0)
        for row in 0..<targets.count {
            var (isCorrect, hasKnown) = (true, false)
            for label in 0..<labels {
                let entry = row * labels + label
                guard targets.isKnown[entry] else {
                    gradient?[entry] = 0
                    continue
                }
                hasKnown = true
                let (logit, target) = (logits[entry], Double(targets.probabilities[entry]))
                if (sigmoid(logit) >= 0.5) != (target >= 0.5) { isCorrect = false }
                // A weight of 0 must not meet an infinite loss.
                let f: Term = target > 0 ? positive(Double(logit), label) : (0, 0)
                let g: Term = target < 1 ? negative(Double(logit), label) : (0, 0)
                result.mean += (target * f.value + (1 - target) * g.value) * scale
                let derivative = target * f.derivative + (1 - target) * g.derivative
                gradient?[entry] = Float(derivative * scale)
            }
            if !hasKnown {
                result.unlabeled += 1
            } else if isCorrect {
                result.correct += 1
            }
        }
        return result
    }

    /// `-log sigmoid(z)`, computed without overflow and cancellation.
    static func negativeLog(_ z: Double) -> Double {
        z >= 0 ? log1p(exp(-z)) : log1p(exp(z)) - z
    }

    /// `sigmoid(z)`; `sigmoid(-z)` is `1 - sigmoid(z)` to full precision.
    static func probability(_ z: Double) -> Double {
        let decay = exp(-abs(z))
        return z >= 0 ? 1 / (1 + decay) : decay / (1 + decay)
    }

    /// `-(1 - p)^gamma * log p` with `p = sigmoid(z)`: the focal term of Lin et al. (2017).
    static func focal(_ z: Double, gamma: Double) -> Term {
        let (p, rest) = (probability(z), probability(-z))
        let loss = negativeLog(z)
        // (1 - p)^gamma, by log(1 - p) = -(-log sigmoid(-z)).
        let factor = gamma == 0 ? 1 : exp(-gamma * negativeLog(-z))
        return (factor * loss, -factor * (gamma * p * loss + rest))
    }
}
