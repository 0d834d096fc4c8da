import Foundation

/// The minimization of Platt scaling, and of logistic recalibration, by Newton's method with a line
/// search (Lin, Lin and Weng 2007, algorithm 1), N images.
///
/// The logits are centered at their mean, which makes the two parameters nearly independent, so
/// that equal logits of all images do no harm.
struct PlattFit {
    /// The logits minus their mean, `[N]`.
    private let logits: [Double]
    /// The mean of the logits.
    private let mean: Double
    /// The target probabilities, `[N]`.
    private let targets: [Double]
    /// The weights, `[N]`, all above 0.
    private let weights: [Double]
    /// The first values of a and b.
    private let start: (a: Double, b: Double)

    init(
        logits: [Double], targets: [Double], weights: [Double], start: (a: Double, b: Double)
    ) {
        // Equal logits are exactly 0 after centering, so that a stays 0.
        let isConstant = logits.allSatisfy { $0 == logits[0] }
        let sum = zip(logits, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let mean = isConstant ? logits[0] : sum / weights.reduce(0, +)
        self.mean = mean
        self.logits = logits.map { $0 - mean }
        self.targets = targets
        self.weights = weights
        self.start = start
    }

    /// The parameters of the smallest log loss.
    func minimum() -> (a: Double, b: Double) {
        var (a, b) = (start.a, start.b + start.a * mean)
        var current = loss(a, b)
        let total = weights.reduce(0, +)
        let range = zip(logits, weights).reduce(0) { $0 + abs($1.0) * $1.1 }
        for _ in 0..<100 {
            let (gradient, hessian) = derivatives(a, b)
            if abs(gradient.a) <= 1e-13 * range, abs(gradient.b) <= 1e-13 * total { break }
            let determinant = hessian.aa * hessian.bb - hessian.ab * hessian.ab
            let stepA = -(hessian.bb * gradient.a - hessian.ab * gradient.b) / determinant
            let stepB = -(hessian.aa * gradient.b - hessian.ab * gradient.a) / determinant
            let descent = gradient.a * stepA + gradient.b * stepB
            var size = 1.0
            while size >= 1e-10 {
                let next = loss(a + size * stepA, b + size * stepB)
                // A difference within rounding is no reason for a shorter step.
                if next < current + 1e-4 * size * descent + 1e-14 * current {
                    (a, b, current) = (a + size * stepA, b + size * stepB, next)
                    break
                }
                size /= 2
            }
            if size < 1e-10 { break }
        }
        return (a, b - a * mean)
    }

    /// The sum of the log losses, without overflow for large exponents.
    private func loss(_ a: Double, _ b: Double) -> Double {
        var sum = 0.0
        for image in logits.indices {
            let exponent = a * logits[image] + b
            let loss =
                exponent >= 0
                ? targets[image] * exponent + log1p(exp(-exponent))
                : (targets[image] - 1) * exponent + log1p(exp(exponent))
            sum += weights[image] * loss
        }
        return sum
    }

    /// The gradient and the Hessian of the loss; its diagonal is at least 1e-12, so that it is
    /// positive definite.
    private func derivatives(
        _ a: Double, _ b: Double
    ) -> (gradient: (a: Double, b: Double), hessian: (aa: Double, ab: Double, bb: Double)) {
        var gradient = (a: 0.0, b: 0.0)
        var hessian = (aa: 1e-12, ab: 0.0, bb: 1e-12)
        for image in logits.indices {
            let logit = logits[image]
            let exponent = a * logit + b
            let (p, q) = (1 / (1 + exp(exponent)), 1 / (1 + exp(-exponent)))
            let first = weights[image] * (targets[image] - p)
            let second = weights[image] * p * q
            gradient.a += first * logit
            gradient.b += first
            hessian.aa += second * logit * logit
            hessian.ab += second * logit
            hessian.bb += second
        }
        return (gradient, hessian)
    }
}
