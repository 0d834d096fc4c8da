import Foundation

extension RandomStream {
    /// A random number from the gamma distribution with scale 1, by Marsaglia and Tsang, "A Simple
    /// Method for Generating Gamma Variables" (2000).
    /// - Precondition: `shape` is at least 0.05; smaller shapes make numbers underflow.
    package mutating func nextGamma(shape: Double) -> Double {
        precondition(shape >= 0.05, "a gamma distribution of shape \(shape)")
        if shape < 1 {
            let power = pow(1 - Double(nextUniform()), 1 / shape)
            return nextGamma(shape: shape + 1) * power
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = nextNormal()
            let v = pow(1 + c * x, 3)
            let u = 1 - Double(nextUniform())
            if v > 0, log(u) < 0.5 * x * x + d * (1 - v + log(v)) { return d * v }
        }
    }

    /// A random number from the beta distribution with both parameters equal to `alpha`.
    /// - Precondition: `alpha` is at least 0.05.
    package mutating func nextBeta(alpha: Double) -> Double {
        let first = nextGamma(shape: alpha)
        let second = nextGamma(shape: alpha)
        return first / (first + second)
    }
}
