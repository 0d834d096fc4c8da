import Evaluation
package import Results
package import Studies
import Terminal
package import Vocabulary

/// A pairwise comparison of the values of one axis, each averaged over all values of the other
/// axes: whether that axis matters.
package struct AxisComparison {
    /// The axis whose values are compared.
    package let axis: Study.Axis
    /// One score for each value of the axis, by descending mean accuracy.
    package let scores: [Comparison.Score]
    /// The value with the highest accuracy against every other value; p-values are corrected for
    /// the number of comparisons.
    package let pairwiseComparisons: [PairwiseComparison]
    private let repeats: String

    /// One comparison for each axis, if two or more axes vary and every combination of values has
    /// the same repetitions. Otherwise there is none, because the values would be averaged over
    /// different combinations.
    package static func all(_ results: StudyResults, split: Split, images: Int) -> [AxisComparison]
    {
        let (axes, groups) = (results.varyingAxes, results.groups)
        let combinations = axes.reduce(1) { $0 * $1.labels.count }
        let repetitions = Set(groups.map { Set($0.trials.map(\.repetition)) })
        guard axes.count > 1, groups.count == combinations, repetitions.count == 1 else {
            return []
        }
        let repeats = "\(results.repeatNoun)s"
        return axes.map { AxisComparison($0, groups, split, images, repeats) }
    }

    private init(
        _ axis: Study.Axis, _ groups: [TrialGroup], _ split: Split, _ images: Int,
        _ repeats: String
    ) {
        self.axis = axis
        self.repeats = repeats
        let scores = axis.labels.enumerated().compactMap { index, label -> Comparison.Score? in
            let members = groups.filter { group in
                group.trials.contains { $0.entry.coordinates[axis.path] == label }
            }
            guard var group = members.first else { return nil }
            (group.name, group.label, group.index) = (label, label, index)
            group.trials = members.flatMap(\.trials)
            let accuracies = SeedTest.accuracies(group, split)
            return Statistics.mean(accuracies.map(\.value)).map {
                Comparison.Score(group: group, accuracies: accuracies.map(\.value), mean: $0)
            }
        }
        self.scores = Comparison.sorted(scores)
        pairwiseComparisons = PairwiseComparison.all(
            self.scores, split: split, images: images, repeats: repeats)
    }

    /// The best value of an axis against another value, each averaged over all other axes.
    package struct Row {
        /// The value with the highest mean accuracy, and its mean.
        package let highest: String
        /// The other value, and its mean.
        package let other: String
        /// The difference of the means in points.
        package let difference: Double
        /// The p-value after Holm's correction within the axis; nil without a test.
        package let probability: Double?
        /// The result of the tests: `significant`, `not distinguishable`, or the reason why there
        /// is none.
        package let result: String
    }

    /// A row for every value but the best; empty for a single repetition, which says nothing about
    /// an axis.
    /// - Parameter decimals: the digits after the decimal point of percentages.
    package func rows(_ decimals: Int) -> [Row] {
        guard let highest = scores.first, highest.accuracies.count > 1 else { return [] }
        func named(_ score: Comparison.Score) -> String {
            "\(score.group.label) (\(Formatting.percent(score.mean, decimals: decimals)))"
        }
        return pairwiseComparisons.map { pair in
            Row(
                highest: named(highest), other: named(pair.other),
                difference: Formatting.shownDifference(
                    highest.mean, pair.other.mean, decimals: decimals),
                probability: pair.verdict == .undecidable ? nil : pair.probability,
                result: pair.resultWord(repeats))
        }
    }
}
