package import Evaluation
package import Markup
package import Results
package import Studies
package import Terminal
package import Vocabulary

/// The values of one axis against each other, each with all trials of the others together: whether
/// that axis matters.
package struct AxisComparison {
    package let axis: Study.Axis
    /// From the value with the highest accuracy on.
    package let scores: [Comparison.Score]
    /// That value against every other, corrected for their number.
    package let duels: [Duel]
    private let repeats: String
    private let split: Split

    /// One for each axis, where two or more vary and every combination is there with the same
    /// repetitions; else none, for values with other companions would be no fair match.
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
        duels = Duel.all(self.scores, split: split, images: images, repeats: repeats)
    }

    /// What can be said of the axis on the images that measure, in one sentence; nil with one
    /// repetition, which says nothing of an axis.
    package func sentence(_ decimals: Int) -> Markdown? {
        guard let highest = scores.first, highest.accuracies.count > 1, let some = duels.first
        else { return nil }
        func named(_ score: Comparison.Score) -> String {
            "\(score.group.label) (\(Numbers.percent(score.mean, decimals: decimals)))"
        }
        let start: Markdown =
            "Averaged over all else, on the \(split.title) images \(Markdown.code(axis.path)) \(named(highest)) is "
        if some.verdict == .undecidable {
            let others = Numbers.list(duels.map { named($0.other) })
            return "\(start)the highest, against \(others); \(Duel.undecidable(repeats))."
        }
        func names(_ verdict: Duel.Verdict) -> String {
            Numbers.list(duels.filter { $0.verdict == verdict }.map { named($0.other) })
        }
        let (ahead, alike, untested) = (names(.ahead), names(.alike), names(.untested))
        let lead = ahead.isEmpty ? "" : "ahead of \(ahead)"
        let doubt = alike.isEmpty ? "" : "not distinguishable from \(alike)\(probabilities)"
        let rest = untested.isEmpty ? "" : "not tested against \(untested)"
        if doubt.isEmpty, rest.isEmpty { return "\(start)\(lead), more than chance would give." }
        let doubts = [doubt, rest].filter { !$0.isEmpty }.joined(separator: " and ")
        return lead.isEmpty ? "\(start)\(doubts)." : "\(start)\(lead), but \(doubts)."
    }

    /// The p-values of what is not distinguishable: the least of them.
    private var probabilities: String {
        let alike = duels.filter { $0.verdict == .alike }
        guard let least = alike.compactMap(\.probability).min() else { return "" }
        if duels.count == 1 { return " (\(Numbers.pValue(least)))" }
        let values =
            alike.count > 1
            ? "all corrected p >= \(Numbers.probability(least))"
            : "corrected \(Numbers.pValue(least))"
        return " (\(values); Holm within this axis)"
    }
}
