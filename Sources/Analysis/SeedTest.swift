import Evaluation
package import Results
package import Vocabulary

/// The test of two groups over their repetitions, such as seeds.
///
/// Trials with the same seed have the same initial weights and the same order of images, so they
/// form a pair. A permutation test of n pairs makes no assumption about the distribution of the
/// differences, but its smallest p-value is 2 / 2^n. If that is not significant after the
/// correction for all comparisons, the paired t-test is used, which assumes that the differences
/// are normally distributed.
package enum SeedTest {
    /// Whether a test is over repetitions.
    /// - Parameter repeats: the noun for the repetitions, in the plural, such as `seeds`.
    package static func isOverRepeats(_ test: PairwiseComparison.Test, _ repeats: String) -> Bool {
        test.name.hasSuffix(" \(repeats)")
    }

    /// Whether a number of pairs is large enough for the permutation test, for a number of
    /// comparisons.
    package static func isPermutation(pairs: Int, comparisons: Int) -> Bool {
        Statistics.leastSignFlip(pairs) * Double(max(1, comparisons)) < Comparison.level
    }

    /// Tests the difference between the accuracies of two groups on a split: paired if both have
    /// the same repetitions, otherwise by Welch's t-test.
    /// - Parameters:
    ///   - comparisons: the number of comparisons that the p-value will be corrected for.
    ///   - repeats: the noun for the repetitions, in the plural.
    /// - Returns: nil if a group has fewer than two repetitions, or if the values have no variance
    ///   to test by.
    package static func test(
        _ first: TrialGroup, _ second: TrialGroup, _ split: Split, comparisons: Int,
        repeats: String = "seeds"
    ) -> PairwiseComparison.Test? {
        let (a, b) = (accuracies(first, split), accuracies(second, split))
        guard a.count > 1, b.count > 1 else { return nil }
        guard a.map(\.name) == b.map(\.name) else {
            return welch(a.map(\.value), b.map(\.value), repeats)
        }
        return test(
            zip(a, b).map { $0.value - $1.value }, comparisons: comparisons, repeats: repeats)
    }

    private static func welch(
        _ a: [Double], _ b: [Double], _ repeats: String
    ) -> PairwiseComparison.Test? {
        guard let probability = Statistics.welch(a, b), let firstMean = Statistics.mean(a),
            let secondMean = Statistics.mean(b), let firstStd = Statistics.std(a),
            let secondStd = Statistics.std(b)
        else { return nil }
        let variance = firstStd * firstStd + secondStd * secondStd
        let effect = ObservedEffect(
            unit: .unpairedRepeats, count: min(a.count, b.count), mean: firstMean - secondMean,
            nullVariance: variance, variance: variance)
        return PairwiseComparison.Test(
            name: "Welch's t-test over the \(repeats)", probability: probability, effect: effect)
    }

    /// Tests whether the mean of paired differences is 0.
    /// - Parameters:
    ///   - differences: the difference of each repetition.
    ///   - comparisons: the number of comparisons that the p-value will be corrected for.
    ///   - repeats: the noun for the repetitions, in the plural.
    /// - Returns: nil for fewer than two repetitions, or if the differences have no variance to
    ///   test by.
    package static func test(
        _ differences: [Double], comparisons: Int, repeats: String
    ) -> PairwiseComparison.Test? {
        // A difference that is only due to rounding counts as 0.
        let differences = differences.map { abs($0) < 1e-12 ? 0 : $0 }
        guard let mean = Statistics.mean(differences), let std = Statistics.std(differences) else {
            return nil
        }
        let effect = ObservedEffect(
            unit: .pairedRepeats, count: differences.count, mean: mean, nullVariance: std * std,
            variance: std * std)
        if isPermutation(pairs: differences.count, comparisons: comparisons) {
            return Statistics.signFlip(differences).map {
                PairwiseComparison.Test(
                    name: "a permutation test over paired \(repeats)", probability: $0,
                    effect: effect)
            }
        }
        return Statistics.pairedStudent(differences).map {
            PairwiseComparison.Test(
                name: "a paired t-test over the \(repeats)", probability: $0, effect: effect)
        }
    }

    /// The accuracy of each repetition of a group on a split, sorted by the repetition's name; the
    /// mean if several trials of the group have the same name.
    package static func accuracies(
        _ group: TrialGroup, _ split: Split
    ) -> [(name: String, value: Double)] {
        var values: [String: [Double]] = [:]
        for trial in group.trials {
            if let value = trial.best?.metrics[split]?.accuracy, value.isFinite {
                values[trial.repetition, default: []].append(value)
            }
        }
        return values.sorted { $0.key < $1.key }.compactMap { name, all in
            Statistics.mean(all).map { (name, $0) }
        }
    }
}
