package import Evaluation
package import Markup
package import Results
package import Studies
package import Terminal
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
    private let split: Split

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
        self.split = split
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

    /// A sentence on the differences between the values of the axis, on the images of the
    /// evaluation split; nil for a single repetition, from which nothing follows for an axis.
    package func sentence(_ decimals: Int) -> Markdown? {
        guard let highest = scores.first, highest.accuracies.count > 1,
            let some = pairwiseComparisons.first
        else { return nil }
        func named(_ score: Comparison.Score) -> String {
            "\(score.group.label) (\(Formatting.percent(score.mean, decimals: decimals)))"
        }
        let start: Markdown =
            "Averaged over all else, on the \(split.title) images \(Markdown.code(axis.path)) \(named(highest)) is "
        if some.verdict == .undecidable {
            let others = Formatting.list(pairwiseComparisons.map { named($0.other) })
            return
                "\(start)the highest, against \(others); \(PairwiseComparison.undecidable(repeats))."
        }
        func names(_ verdict: PairwiseComparison.Verdict) -> String {
            Formatting.list(
                pairwiseComparisons.filter { $0.verdict == verdict }.map { named($0.other) })
        }
        let (ahead, alike, untested) = (names(.ahead), names(.notSignificant), names(.untested))
        let lead = ahead.isEmpty ? "" : "ahead of \(ahead)"
        let doubt = alike.isEmpty ? "" : "not distinguishable from \(alike)\(probabilities)"
        let rest = untested.isEmpty ? "" : "not tested against \(untested)"
        if doubt.isEmpty, rest.isEmpty { return "\(start)\(lead), more than chance would give." }
        let doubts = [doubt, rest].filter { !$0.isEmpty }.joined(separator: " and ")
        return lead.isEmpty ? "\(start)\(doubts)." : "\(start)\(lead), but \(doubts)."
    }

    /// The smallest p-value of the comparisons that are not significant, in parentheses; empty if
    /// there is none.
    private var probabilities: String {
        let alike = pairwiseComparisons.filter { $0.verdict == .notSignificant }
        guard let least = alike.compactMap(\.probability).min() else { return "" }
        if pairwiseComparisons.count == 1 { return " (\(Formatting.pValue(least)))" }
        let values =
            alike.count > 1
            ? "all corrected p >= \(Formatting.probability(least))"
            : "corrected \(Formatting.pValue(least))"
        return " (\(values); Holm within this axis)"
    }
}
