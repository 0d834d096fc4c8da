import Evaluation
import Results

/// Two groups, the better one first, and the tests whether its lead is more than chance.
struct Duel {
    /// A probability that so large a difference comes about by chance, and how it was found.
    struct Test: Hashable {
        let name: String
        let probability: Double
    }

    /// What the tests come to.
    enum Verdict: String {
        case ahead
        case alike = "not distinguishable"
    }

    let best: Comparison.Score
    let other: Comparison.Score
    /// With several seeds, their spread counts; the choice of test images always does.
    let tests: [Test]
    /// The largest of the tests' p-values, by Holm's correction for all duels of the study; nil without a test.
    private(set) var probability: Double?

    private init(best: Comparison.Score, other: Comparison.Score, tests: [Test]) {
        (self.best, self.other, self.tests) = (best, other, tests)
    }

    /// A fraction of all images.
    var lead: Double {
        let lead = best.mean - other.mean
        // What differs by rounding alone is equal.
        return abs(lead) < 1e-12 ? 0 : lead
    }

    /// Ahead only where every test finds the lead to be more than chance, after the correction.
    var verdict: Verdict {
        lead > 0 && !isOfTwo && (probability ?? 1) < Comparison.level ? .ahead : .alike
    }
    /// Whether one of them has two repetitions, such as seeds, which cannot decide: their difference is one number.
    var isOfTwo: Bool { best.accuracies.count == 2 || other.accuracies.count == 2 }
    var isClear: Bool { verdict == .ahead }

    /// The best against every other, from the runner-up on.
    /// - Parameter repeats: what the trials of a group differ by, in the plural.
    static func all(
        _ scores: [Comparison.Score], split: MetricSplit, images: Int, repeats: String
    ) -> [Duel] {
        guard let best = scores.first else { return [] }
        let right = RightAnswers(best.group, split)
        var duels = scores.dropFirst().map { other in
            let overSeeds = SeedTest.test(
                best.group, other.group, split, comparisons: scores.count - 1, repeats: repeats)
            let overImages =
                right.flatMap { $0.test(against: RightAnswers(other.group, split)) }
                ?? unpaired(best.mean, other.mean, images)
            return Duel(
                best: best, other: other, tests: [overSeeds, overImages].compactMap { $0 })
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
