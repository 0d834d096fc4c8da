package import Evaluation
package import Results
package import Vocabulary

/// Two groups on the split that measures, and the tests whether their difference is more than
/// chance.
package struct Duel {
    /// A probability that so large a difference comes about by chance, and how it was found.
    package struct Test: Hashable {
        package let name: String
        package let probability: Double
    }

    /// What the tests come to.
    package enum Verdict: Hashable {
        /// The first is ahead of the other.
        case ahead
        case behind
        case alike
        /// There are two repetitions of one of them, whose spread says next to nothing.
        case undecidable
        /// No test applies, so there is nothing to judge the difference by.
        case untested
    }

    package let first: Comparison.Score
    package let other: Comparison.Score
    /// With several seeds, their spread counts; the choice of test images always does. Empty where
    /// one of the two cannot be judged, for the other alone would say too much.
    package let tests: [Test]
    /// The fewest trials that a mean of the two is over.
    package let repetitions: Int
    /// The largest of the tests' p-values, by Holm's correction for all duels of the study; nil
    /// without a test.
    package private(set) var probability: Double?

    private init(
        first: Comparison.Score, other: Comparison.Score, tests: [Test], repetitions: Int
    ) {
        (self.first, self.other, self.tests) = (first, other, tests)
        self.repetitions = repetitions
    }

    /// How far the first is above the other, a fraction of all images.
    package var lead: Double {
        let lead = first.mean - other.mean
        // What differs by rounding alone is equal.
        return abs(lead) < 1e-12 ? 0 : lead
    }

    /// Ahead or behind only where every test finds the difference to be more than chance, after the
    /// correction.
    package var verdict: Verdict {
        if isOfTwo { return .undecidable }
        if tests.isEmpty, lead != 0 { return .untested }
        guard lead != 0, (probability ?? 1) < Comparison.level else { return .alike }
        return lead > 0 ? .ahead : .behind
    }
    /// Whether one of them has two repetitions, such as seeds, which cannot decide: their
    /// difference is one number.
    package var isOfTwo: Bool { first.accuracies.count == 2 || other.accuracies.count == 2 }
    package var isClear: Bool { verdict == .ahead || verdict == .behind }

    /// Of the other against the first, in a table.
    /// - Parameter repeats: what the trials of a group differ by, in the plural.
    package func word(_ repeats: String) -> String {
        switch verdict {
        case .ahead: "behind"
        case .behind: "ahead"
        case .alike: "not distinguishable"
        case .undecidable: Self.undecidable(repeats)
        case .untested: "not tested"
        }
    }

    package static func undecidable(_ repeats: String) -> String { "two \(repeats) cannot decide" }

    /// The first against every other, corrected for their number.
    /// - Parameter repeats: what the trials of a group differ by, in the plural.
    package static func all(
        _ scores: [Comparison.Score], split: Split, images: Int, repeats: String
    ) -> [Duel] {
        guard let first = scores.first else { return [] }
        let right = RightAnswers(first.group, split)
        var duels = scores.dropFirst().map { other in
            let overSeeds = SeedTest.test(
                first.group, other.group, split, comparisons: scores.count - 1, repeats: repeats)
            let overImages =
                right.flatMap { $0.test(against: RightAnswers(other.group, split)) }
                ?? unpaired(first.mean, other.mean, images)
            let counts = [first.accuracies.count, other.accuracies.count]
            // Several seeds have a spread. Without a test of it, as of several seeds against a
            // single one, the test over the images takes it for nothing.
            let isJudged = overSeeds != nil || counts == [1, 1]
            return Duel(
                first: first, other: other,
                tests: isJudged ? [overSeeds, overImages].compactMap { $0 } : [],
                repetitions: counts.min() ?? 0)
        }
        let tested = duels.indices.filter { !duels[$0].tests.isEmpty }
        let corrected = Statistics.holm(
            tested.map { duels[$0].tests.map(\.probability).max() ?? 1 })
        for (place, value) in zip(tested, corrected) { duels[place].probability = value }
        return duels
    }

    /// From the accuracies alone, as if the images of the two were others.
    private static func unpaired(_ a: Double, _ b: Double, _ images: Int) -> Test? {
        guard images > 0 else { return nil }
        let (first, second) = (
            Statistics.binomialError(a, count: images), Statistics.binomialError(b, count: images)
        )
        let error = (first * first + second * second).squareRoot()
        guard error > 0 else { return nil }
        return Test(
            name: "a z-test with binomial standard errors",
            probability: Statistics.normal((a - b) / error))
    }
}
