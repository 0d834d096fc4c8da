import Tensors

extension Statistics {
    /// Up to so many pairs all signs are tried; of more, `signSamples` random ones.
    package static let mostExactPairs = 20
    package static let signSamples = 100_000

    /// The least p-value that a sign-flip test of so many pairs can give: 2 of all 2^n outcomes.
    package static func leastSignFlip(_ pairs: Int) -> Double {
        var value = 2.0
        for _ in 0..<pairs { value /= 2 }
        return min(1, value)
    }

    /// The permutation test of paired differences: the share of all ways to flip their signs whose
    /// sum lies at least as far from 0 (Fisher 1935), a two-sided p-value without assumptions on
    /// the distribution; nil of nothing, and where a difference is not finite.
    ///
    /// Exact up to `mostExactPairs` pairs. Of more,
    /// `(1 + those of so many random flips) / (1 + flips)`, drawn from the stream of the seed.
    package static func signFlip(_ differences: [Double], seed: UInt64 = 0) -> Double? {
        guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else { return nil }
        let observed = abs(differences.reduce(0, +))
        // Sums that differ by rounding alone are equal.
        let bound = observed - 1e-12 * differences.reduce(0) { $0 + abs($1) }
        if differences.count <= mostExactPairs { return exactSignFlip(differences, bound) }
        var hits = 0
        var stream = RandomStream(seed: seed, purpose: .bootstrap, name: "sign flip")
        for _ in 0..<signSamples {
            let sum = differences.reduce(0) { $0 + (stream.nextWord() & 1 == 0 ? $1 : -$1) }
            if abs(sum) >= bound { hits += 1 }
        }
        return Double(1 + hits) / Double(1 + signSamples)
    }

    private static func exactSignFlip(_ differences: [Double], _ bound: Double) -> Double {
        // The first sign stays: flipping all of them changes nothing.
        let free = differences.count - 1
        var hits = 0
        for signs in 0..<(1 << free) {
            var sum = differences[0]
            for place in 0..<free {
                sum += signs >> place & 1 == 0 ? differences[place + 1] : -differences[place + 1]
            }
            if abs(sum) >= bound { hits += 1 }
        }
        return Double(hits) / Double(1 << free)
    }

    /// Holm's correction (1979): p-values of several tests such that the chance of one wrong
    /// rejection among all of them stays below the level, in the order given. What is not a number
    /// counts as 1.
    package static func holm(_ probabilities: [Double]) -> [Double] {
        let probabilities = probabilities.map { $0.isNaN ? 1 : $0 }
        let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
        var corrected = probabilities
        var largest = 0.0
        for (rank, place) in order.enumerated() {
            largest = max(largest, Double(probabilities.count - rank) * probabilities[place])
            corrected[place] = min(1, largest)
        }
        return corrected
    }
}
