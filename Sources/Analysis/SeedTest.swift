package import Evaluation
package import Results
package import Vocabulary

/// The test of two groups over their repetitions.
///
/// The same seed gives the same shuffle and the same start, so repetitions of one name are pairs. A
/// permutation test assumes nothing of them, but can give no p-value below 2 of 2^n: with too few
/// pairs for it to find anything at the level, after correction for all comparisons, the paired
/// t-test stands in, which takes the differences to be normal.
package enum SeedTest {
    /// Whether a test is one over repetitions.
    package static func isOverRepeats(_ test: Duel.Test, _ repeats: String) -> Bool {
        test.name.hasSuffix(" \(repeats)")
    }

    /// How so many pairs are tested.
    package static func isPermutation(pairs: Int, comparisons: Int) -> Bool {
        Statistics.leastSignFlip(pairs) * Double(max(1, comparisons)) < Comparison.level
    }

    /// - Parameter repeats: what the trials of a group differ by, in the plural.
    /// - Returns: nil with one repetition, or without any spread to judge by.
    package static func test(
        _ first: TrialGroup, _ second: TrialGroup, _ split: Split, comparisons: Int,
        repeats: String = "seeds"
    ) -> Duel.Test? {
        let (a, b) = (accuracies(first, split), accuracies(second, split))
        guard a.count > 1, b.count > 1 else { return nil }
        guard a.map(\.name) == b.map(\.name) else {
            return Statistics.welch(a.map(\.value), b.map(\.value)).map {
                Duel.Test(name: "Welch's t-test over the \(repeats)", probability: $0)
            }
        }
        return test(
            zip(a, b).map { $0.value - $1.value }, comparisons: comparisons, repeats: repeats)
    }

    /// - Parameter differences: one of each repetition.
    /// - Returns: nil with one repetition, or without any spread to judge by.
    package static func test(
        _ differences: [Double], comparisons: Int, repeats: String
    ) -> Duel.Test? {
        // What differs by rounding alone is equal.
        let differences = differences.map { abs($0) < 1e-12 ? 0 : $0 }
        guard differences.count > 1 else { return nil }
        if isPermutation(pairs: differences.count, comparisons: comparisons) {
            return Statistics.signFlip(differences).map {
                Duel.Test(name: "a permutation test over paired \(repeats)", probability: $0)
            }
        }
        return Statistics.pairedStudent(differences).map {
            Duel.Test(name: "a paired t-test over the \(repeats)", probability: $0)
        }
    }

    /// The accuracies by repetition, in the order of their names; the mean where a group has
    /// several of one name.
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
