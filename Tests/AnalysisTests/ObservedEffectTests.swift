import Analysis
import Results
import SyntheticResults
import Testing

/// The sample sizes for 80% power.
@Suite struct ObservedEffectTests {
    private static func required(
        _ unit: ObservedEffect.Unit, mean: Double, nullVariance: Double, variance: Double,
        count: Int = 3, level: Double = 0.05
    ) -> Int? {
        ObservedEffect(
            unit: unit, count: count, mean: mean, nullVariance: nullVariance, variance: variance
        ).requiredCount(level: level)
    }

    /// The exact numbers from the noncentral t distribution of SciPy 1.x (`scipy.stats.nct`), for a
    /// paired t-test of differences with mean d and standard deviation 1.
    @Test(
        arguments: [
            (0.05, 2, 5), (0.05, 1, 10), (0.05, 0.5, 34), (0.05, 0.3, 90), (0.05, 0.2, 199),
            (0.01, 2, 7), (0.01, 1, 16), (0.01, 0.5, 51), (0.01, 0.3, 134), (0.01, 0.2, 296),
            (0.0025, 2, 9), (0.0025, 1, 20), (0.0025, 0.5, 65), (0.0025, 0.2, 379),
        ] as [(Double, Double, Int)])
    func pairedSeedsAreThoseOfTheExactPower(
        _ level: Double, _ difference: Double, _ exact: Int
    ) throws {
        let count = try #require(
            Self.required(
                .pairedRepeats, mean: difference, nullVariance: 1, variance: 1, level: level))
        #expect(abs(count - exact) <= 1)
    }

    /// The exact numbers of each of two samples with standard deviation 1, also by SciPy.
    @Test(arguments: [(0.05, 1, 17), (0.05, 0.5, 64), (0.01, 1, 26), (0.01, 0.5, 96)])
    func unpairedSeedsAreThoseOfTheExactPower(
        _ level: Double, _ difference: Double, _ exact: Int
    ) throws {
        let count = try #require(
            Self.required(
                .unpairedRepeats, mean: difference, nullVariance: 2, variance: 2, level: level))
        #expect(abs(count - exact) <= 1)
    }

    /// Connor's formula (1987), computed with `statistics.NormalDist` of Python, for a fraction of
    /// discordant images and a difference.
    @Test(
        arguments: [
            (0.3, 0.1, 0.05, 234), (0.3, 0.1, 0.01, 348), (0.1, 0.02, 0.01, 2917),
        ])
    func imagesAreThoseOfConnorsFormula(
        _ discordant: Double, _ difference: Double, _ level: Double, _ expected: Int
    ) {
        for sign in [1.0, -1] {
            let variance = discordant - difference * difference
            let count = Self.required(
                .images, mean: sign * difference, nullVariance: discordant, variance: variance,
                level: level)
            #expect(count == expected)
        }
    }

    @Test func someSamplesCannotBeEstimated() {
        #expect(Self.required(.images, mean: 0, nullVariance: 0.1, variance: 0.1) == nil)
        #expect(Self.required(.images, mean: 0.1, nullVariance: 0.01, variance: 0) == nil)
        // Two seeds say almost nothing about the spread.
        let two = Self.required(
            .pairedRepeats, mean: 0.1, nullVariance: 1, variance: 1, count: 2)
        #expect(two == nil)
        // The sample is larger than the estimate.
        let large = Self.required(
            .images, mean: 0.1, nullVariance: 0.3, variance: 0.29, count: 1000)
        #expect(large == nil)
    }

    /// One seed each: the numbers of images follow from the counts of McNemar's test.
    @Test func oneSeedNeedsImages() throws {
        let study = Synthetic(schedules: ["step", "cosine"])
        let pair = try #require(study.analysis.comparison.pairwiseComparisons.first)
        #expect(pair.verdict == .notSignificant && pair.lead != 0)
        let effect = try #require(pair.tests.first?.effect)
        #expect(effect.unit == .images && effect.count == 624)
        #expect(abs(effect.mean - pair.lead) < 1e-12)
        let counts = try #require(
            pair.tests.first?.name.matches(of: /\d+/).compactMap { Double($0.output) })
        #expect(abs(effect.nullVariance - (counts[0] + counts[1]) / 624) < 1e-12)
        let required = pair.requiredCounts(comparisons: 1)
        #expect(required.map(\.unit) == [.images])
        #expect(required.first?.count == effect.requiredCount(level: 0.05))
        // A stricter level needs more images.
        #expect(
            pair.requiredCounts(comparisons: 10).first.map(\.count) ?? 0
                > required.first?.count ?? .max)
    }

    @Test func severalSeedsNeedSeedsAndImages() {
        var results = Synthetic.results(
            ["a", "b"], seeds: 3, val: { schedule, _ in [0.9, 0.5][schedule] },
            test: { [[0.8, 0.86, 0.8], [0.79, 0.79, 0.85]][$0][$1] })
        let pair = Comparison(results).pairwiseComparisons.first
        #expect(pair?.requiredCounts(comparisons: 1).map(\.unit) == [.pairedRepeats, .images])
        // With different seeds the two are not paired.
        for index in results.trials.indices.suffix(3) {
            results.trials[index].entry.seed += 10
        }
        let unpaired = Comparison(results).pairwiseComparisons.first
        #expect(unpaired?.requiredCounts(comparisons: 1).first?.unit == .unpairedRepeats)
    }

    @Test func patientsAreTheUnitIfTheyAreKnown() throws {
        var study = Synthetic(schedules: ["step", "cosine"])
        study.imagesOfPatient = 4
        let pair = try #require(study.analysis.comparison.pairwiseComparisons.first)
        #expect(pair.tests.first?.effect?.unit == .patients)
        #expect(pair.tests.first?.effect?.count == 157)
        // The sum over all patients is the difference in correct predictions.
        let mean = try #require(pair.tests.first?.effect?.mean)
        #expect(abs(mean * 157 - pair.lead * 624) < 1e-9)
    }
}
