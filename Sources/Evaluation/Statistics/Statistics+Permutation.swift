import Tensors

extension Statistics {
    /// The largest number of pairs for which all combinations of signs are enumerated; for more
    /// pairs, random combinations are drawn, by default `signSamples`.
    package static let mostExactPairs = 20
    /// The number of random combinations of signs that are drawn for many pairs.
    package static let signSamples = 100_000

    /// The smallest p-value that a sign-flip test of `pairs` pairs can have: 2 of 2^pairs outcomes,
    /// at most 1.
    package static func minimumSignFlipP(_ pairs: Int) -> Double {
        var value = 2.0
        for _ in 0..<pairs { value /= 2 }
        return min(1, value)
    }

    /// The sign-flip permutation test of paired differences (Fisher 1935): the fraction of all
    /// combinations of signs whose sum is at least as far from 0 as the observed sum. This is a
    /// two-sided p-value without assumptions about the distribution. Nil for an empty array, and if
    /// a difference is not finite.
    ///
    /// The test is exact up to `mostExactPairs` pairs. For more pairs it is `(1 + hits) / (1 +
    /// samples)`, where hits counts such sums among random combinations drawn from the stream of
    /// the seed.
    /// - Parameter samples: the number of random combinations for many pairs.
    package static func signFlip(
        _ differences: [Double], seed: UInt64 = 0, samples: Int = signSamples
    ) -> Double? {
        guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else { return nil }
        let observed = abs(differences.reduce(0, +))
        // Sums that differ only by rounding count as equal.
        let bound = observed - 1e-12 * differences.reduce(0) { $0 + abs($1) }
        if differences.count <= mostExactPairs { return exactSignFlip(differences, bound) }
        var hits = 0
        var stream = RandomStream(seed: seed, purpose: .bootstrap, name: "sign flip")
        for _ in 0..<samples {
            let sum = differences.reduce(0) { $0 + (stream.nextWord() & 1 == 0 ? $1 : -$1) }
            if abs(sum) >= bound { hits += 1 }
        }
        return Double(1 + hits) / Double(1 + samples)
    }

    private static func exactSignFlip(_ differences: [Double], _ bound: Double) -> Double {
        // The first sign is fixed: flipping all signs does not change the distance from 0.
        let free = differences.count - 1
        var hits = 0
        for signs in 0..<(1 << free) {
            var sum = differences[0]
            for index in 0..<free {
                sum += signs >> index & 1 == 0 ? differences[index + 1] : -differences[index + 1]
            }
            if abs(sum) >= bound { hits += 1 }
        }
        return Double(hits) / Double(1 << free)
    }

    /// Holm's correction (1979) of the p-values of several tests, in the order given: the
    /// probability of at least one false rejection among all tests stays below the level. NaN
    /// counts as 1.
    package static func holm(_ probabilities: [Double]) -> [Double] {
        let probabilities = probabilities.map { $0.isNaN ? 1 : $0 }
        let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
        var corrected = probabilities
        var largest = 0.0
        for (rank, index) in order.enumerated() {
            largest = max(largest, Double(probabilities.count - rank) * probabilities[index])
            corrected[index] = min(1, largest)
        }
        return corrected
    }
}
