import Evaluation
import Results
package import Vocabulary

/// A pairwise comparison of two configurations on the evaluation split, with the tests of whether
/// their difference is significant.
package struct PairwiseComparison {
    /// A p-value and the test that gave it.
    package struct Test: Hashable {
        /// The test's name in tables and reports, such as `a paired t-test over the seeds`.
        package let name: String
        /// The p-value in [0, 1], not corrected for the number of comparisons.
        package let probability: Double
        /// The difference that was tested, for an estimate of the sample size; nil if unknown.
        package let effect: ObservedEffect?

        init(name: String, probability: Double, effect: ObservedEffect? = nil) {
            self.name = name
            self.probability = probability
            self.effect = effect
        }
    }

    /// The result of the tests.
    package enum Verdict: Hashable {
        /// The first is ahead of the other.
        case ahead
        case behind
        case notSignificant
        /// One of the two has exactly two repetitions, whose spread is not informative.
        case undecidable
        /// No test applies, so the difference cannot be judged.
        case untested
    }

    /// The configuration in first place, with which the other one is compared.
    package let first: Comparison.Score
    /// The configuration that is compared with the first.
    package let other: Comparison.Score
    /// The tests over the repetitions, if there are several, and over the images. Empty if one of
    /// these tests is needed and impossible: the other alone would be overconfident.
    package let tests: [Test]
    /// The smaller of the two numbers of trials.
    package let repetitions: Int
    /// The largest p-value of the tests, after Holm's correction for all pairwise comparisons; nil
    /// without a test.
    package private(set) var probability: Double?

    private init(
        first: Comparison.Score, other: Comparison.Score, tests: [Test], repetitions: Int
    ) {
        (self.first, self.other, self.tests) = (first, other, tests)
        self.repetitions = repetitions
    }

    /// The first configuration's mean accuracy minus the other's, a fraction of all images.
    package var lead: Double {
        let lead = first.mean - other.mean
        // Values that differ by rounding only are equal.
        return abs(lead) < 1e-12 ? 0 : lead
    }

    /// The result: ahead or behind only if every test finds the difference significant after the
    /// correction.
    package var verdict: Verdict {
        if isOfTwo { return .undecidable }
        if tests.isEmpty, lead != 0 { return .untested }
        guard lead != 0, (probability ?? 1) < Comparison.level else { return .notSignificant }
        return lead > 0 ? .ahead : .behind
    }
    /// Whether one of the two has exactly two repetitions, such as seeds, which cannot decide:
    /// their difference is a single number.
    package var isOfTwo: Bool { first.accuracies.count == 2 || other.accuracies.count == 2 }
    /// Whether the difference is significant, in either direction.
    package var isClear: Bool { verdict == .ahead || verdict == .behind }

    /// The sample sizes at which the tests would find a difference as large as the observed one,
    /// with a power of `ObservedEffect.power`; empty if the difference is significant or if no size
    /// can be estimated.
    /// - Parameter comparisons: the number of comparisons that p-values are corrected for; the
    ///   level is `Comparison.level` divided by it, which is the strictest level of Holm's method.
    package func requiredCounts(comparisons: Int) -> [ObservedEffect.RequiredCount] {
        guard verdict == .notSignificant else { return [] }
        let level = Comparison.level / Double(max(1, comparisons))
        return tests.filter { $0.probability >= level }.compactMap { test in
            test.effect.flatMap { effect in
                effect.requiredCount(level: level).map { .init(unit: effect.unit, count: $0) }
            }
        }
    }

    /// The verdict on the other configuration relative to the first, for a table.
    /// - Parameter repeats: the noun for the repetitions, in the plural, such as `seeds`.
    package func word(_ repeats: String) -> String {
        switch verdict {
        case .ahead: "behind"
        case .behind: "ahead"
        case .notSignificant: "not distinguishable"
        case .undecidable: Self.undecidable(repeats)
        case .untested: "not tested"
        }
    }

    /// The result of the tests without a direction, for a table.
    /// - Parameter repeats: the noun for the repetitions, in the plural, such as `seeds`.
    package func resultWord(_ repeats: String) -> String {
        isClear ? "significant" : word(repeats)
    }

    /// The text for a comparison with only two repetitions, such as `two seeds cannot decide`.
    package static func undecidable(_ repeats: String) -> String { "two \(repeats) cannot decide" }

    /// The pairwise comparisons of the first score with every other; p-values are corrected for
    /// their number.
    /// - Parameter repeats: the noun for the repetitions, in the plural, such as `seeds`.
    package static func all(
        _ scores: [Comparison.Score], split: Split, images: Int, repeats: String
    ) -> [PairwiseComparison] {
        guard let first = scores.first else { return [] }
        let correct = CorrectPredictions(first.group, split)
        var pairwiseComparisons = scores.dropFirst().map { other in
            let overSeeds = SeedTest.test(
                first.group, other.group, split, comparisons: scores.count - 1, repeats: repeats)
            let overImages =
                correct.flatMap { $0.test(against: CorrectPredictions(other.group, split)) }
                ?? unpaired(first.mean, other.mean, images)
            let counts = [first.accuracies.count, other.accuracies.count]
            // Several seeds have a spread. If it cannot be tested, as for several seeds against
            // one, the test over the images would ignore it.
            let isJudged = overSeeds != nil || counts == [1, 1]
            return PairwiseComparison(
                first: first, other: other,
                tests: isJudged ? [overSeeds, overImages].compactMap { $0 } : [],
                repetitions: counts.min() ?? 0)
        }
        let tested = pairwiseComparisons.indices.filter { !pairwiseComparisons[$0].tests.isEmpty }
        let corrected = Statistics.holm(
            tested.map { pairwiseComparisons[$0].tests.map(\.probability).max() ?? 1 })
        for (index, value) in zip(tested, corrected) {
            pairwiseComparisons[index].probability = value
        }
        return pairwiseComparisons
    }

    /// A test from the accuracies alone, as if the two were evaluated on different images.
    private static func unpaired(_ a: Double, _ b: Double, _ images: Int) -> Test? {
        guard images > 0 else { return nil }
        let (first, second) = (
            Statistics.binomialError(a, count: images), Statistics.binomialError(b, count: images)
        )
        let error = (first * first + second * second).squareRoot()
        guard error > 0 else { return nil }
        let variance = a * (1 - a) + b * (1 - b)
        return Test(
            name: "a z-test with binomial standard errors",
            probability: Statistics.normal((a - b) / error),
            effect: ObservedEffect(
                unit: .images, count: images, mean: a - b, nullVariance: variance,
                variance: variance))
    }
}
