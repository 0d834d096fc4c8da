import Evaluation

/// The observed difference between two configurations per unit of a test's sample, from which the
/// sample size for a given power is estimated.
///
/// The estimate takes the observed difference for the true one, so it is a rough guide. For units
/// that are images or patients, n pairs are needed with
///
///     n = (z(1 - a/2) sqrt(v0) + z(power) sqrt(v1))² / d²
///
/// where d is the mean difference per unit, v0 the mean square of the differences, which is their
/// variance under the null hypothesis, and v1 = v0 - d². For one trained network on each side this
/// is Connor's formula for McNemar's test (Connor 1987). For repetitions such as seeds, n is the
/// smallest number with
///
///     n >= (t(1 - a/2) + t(power))² v1 / d²
///
/// where t are quantiles of Student's distribution for n repetitions and v1 is the sample variance
/// of the paired differences, or the sum of both variances if the repetitions are not paired.
package struct ObservedEffect: Sendable, Hashable {
    /// The unit that a sample consists of.
    package enum Unit: Sendable, Hashable {
        case images
        case patients
        /// Repetitions of the training, such as seeds, that both configurations have in common.
        case pairedRepeats
        /// Repetitions that the configurations do not have in common.
        case unpairedRepeats

        /// Whether the unit is a repetition of the training.
        package var isRepeat: Bool { self == .pairedRepeats || self == .unpairedRepeats }
    }

    /// The size of a sample for a given power.
    package struct RequiredCount: Sendable, Hashable {
        /// The unit of the sample.
        package let unit: Unit
        /// The number of units; of unpaired repetitions, for each configuration.
        package let count: Int
    }

    /// The power for which sample sizes are estimated: the probability of finding a difference that
    /// exists.
    package static let power = 0.8

    /// The unit of the sample.
    package let unit: Unit
    /// The number of units in the sample; of unpaired repetitions the smaller of the two numbers.
    package let count: Int
    /// The mean difference per unit.
    package let mean: Double
    /// The variance of the differences if there is no effect.
    package let nullVariance: Double
    /// The variance of the differences.
    package let variance: Double

    package init(
        unit: Unit, count: Int, mean: Double, nullVariance: Double, variance: Double
    ) {
        self.unit = unit
        self.count = count
        self.mean = mean
        self.nullVariance = nullVariance
        self.variance = variance
    }

    /// The effect of paired differences, one for each image or patient.
    init?(of differences: [Double], unit: Unit) {
        guard let mean = Statistics.mean(differences),
            let square = Statistics.mean(differences.map { $0 * $0 })
        else { return nil }
        self.init(
            unit: unit, count: differences.count, mean: mean, nullVariance: square,
            variance: max(0, square - mean * mean))
    }

    /// The number of units for a test with `power` at a significance level; of unpaired
    /// repetitions, for each configuration.
    /// - Parameter level: the two-sided significance level, in (0, 1).
    /// - Returns: nil if the difference is 0, if it has no variance, for fewer than three
    ///   repetitions, or if the sample is already as large as the estimate.
    package func requiredCount(level: Double) -> Int? {
        guard abs(mean) > 1e-12, variance > 0, mean.isFinite, variance.isFinite,
            nullVariance.isFinite, !unit.isRepeat || count > 2
        else { return nil }
        let (z, zPower) = (Self.normalQuantile(level), Self.normalQuantile(2 * (1 - Self.power)))
        let root = z * nullVariance.squareRoot() + zPower * variance.squareRoot()
        let normal = (root * root / (mean * mean)).rounded(.up)
        guard normal < Double(Int32.max) else { return nil }
        let needed = unit.isRepeat ? studentCount(from: max(2, Int(normal)), level) : Int(normal)
        return needed > count ? needed : nil
    }

    /// The smallest number of repetitions, at least `first`, that Student's quantiles allow.
    private func studentCount(from first: Int, _ level: Double) -> Int {
        var count = first
        // The quantiles of large samples are those of the normal distribution.
        while count < 1000 {
            let freedom = Double(unit == .pairedRepeats ? count - 1 : 2 * (count - 1))
            let sum =
                Statistics.studentQuantile(level: level, freedom: freedom)
                + Statistics.studentQuantile(level: 2 * (1 - Self.power), freedom: freedom)
            if Double(count) >= sum * sum * variance / (mean * mean) { break }
            count += 1
        }
        return count
    }

    /// The z that a two-sided p-value of `level` belongs to, by bisection.
    static func normalQuantile(_ level: Double) -> Double {
        var (low, high) = (0.0, 40.0)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if Statistics.normal(middle) > level { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
