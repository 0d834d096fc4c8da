import Analysis
import Evaluation
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The paragraph on how certain the answer is: the intervals, the rule by which a difference is
/// significant, and the limits of the comparison.
struct CertaintySentences {
    let analysis: StudyAnalysis

    private var results: StudyResults { analysis.results }
    private var comparison: Comparison { analysis.comparison }
    private var repeats: String { "\(comparison.repeatNoun)s" }
    /// With more comparisons, the table below the answer does not show all of them.
    private static let mostComparisons = 8

    /// The paragraph; nil without a complete trial.
    var markdown: Markdown? {
        guard let best = comparison.first else { return nil }
        let intervals = [seeds(best), images(best)].compactMap { $0 }.joined(separator: "; ")
        let range: Markdown? =
            intervals.isEmpty
            ? nil : "95% intervals of the accuracy of \(best.group.label): \(intervals)."
        let sentences = [range, rule(best), scope, swing, others].compactMap { $0 }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    // MARK: Intervals

    private func seeds(_ best: Comparison.Score) -> String? {
        RepeatInterval(best.accuracies, within: 0...1).range.map { interval in
            "\(Formatting.range(interval, decimals: comparison.decimals)) over "
                + "\(best.accuracies.count) \(repeats) (Student's t)"
        }
    }

    private func images(_ best: Comparison.Score) -> String? {
        guard let interval = analysis.intervals[best.group.name]?.accuracy else { return nil }
        return "\(Formatting.range(interval, decimals: comparison.decimals)) over \(analysis.unit) "
            + "(\(analysis.accuracyMethod.name))"
    }

    // MARK: Significance

    /// The rule by which differences are significant; nil without a comparison.
    private func rule(_ best: Comparison.Score) -> Markdown? {
        let count = comparison.pairwiseComparisons.count
        guard count > 0 else { return nil }
        let correction =
            count > 1 ? " after correction for \(Formatting.count(count)) comparisons (Holm)" : ""
        guard best.accuracies.count > 1 else {
            return comparison.pairwiseComparisons.contains { !$0.tests.isEmpty }
                ? "A difference is significant if its test gives p < 0.05\(correction)." : nil
        }
        let decidable = comparison.pairwiseComparisons.filter { !$0.isOfTwo }
        if decidable.isEmpty {
            return
                "Two \(repeats) cannot decide: they say almost nothing about the spread over further \(repeats), so no difference between means is called significant, whatever its test gives; train three or more."
        }
        let judged = decidable.filter { !$0.tests.isEmpty }
        guard !judged.isEmpty else { return nil }
        let pairs =
            judged.map(\.repetitions).filter { $0 > 1 }.min() ?? best.accuracies.count
        let least = Statistics.minimumSignFlipP(pairs)
        let ofTwo =
            decidable.count < count
            ? " No difference from a configuration with two \(repeats) is called significant, because two \(repeats) cannot decide."
            : ""
        let few =
            !hasSeedTests(judged) || SeedTest.isPermutation(pairs: pairs, comparisons: count)
            ? ""
            : " \(pairs) \(repeats) are too few for a permutation test, whose smallest possible p would be "
                + "\(Formatting.significant(least)); Student's t-test assumes normally distributed differences."
        return
            "A difference is significant if \(tests(judged)) p < 0.05\(correction).\(few)\(ofTwo)"
    }

    private func hasSeedTests(_ pairwiseComparisons: [PairwiseComparison]) -> Bool {
        pairwiseComparisons.contains { pair in
            pair.tests.contains { SeedTest.isOverRepeats($0, repeats) }
        }
    }

    /// The tests that must all find a difference, as the subject and verb of a clause.
    private func tests(_ pairwiseComparisons: [PairwiseComparison]) -> String {
        let overRepeats = pairwiseComparisons.map { pair in
            pair.tests.count { SeedTest.isOverRepeats($0, repeats) }
        }
        let overUnits = zip(pairwiseComparisons, overRepeats).map { $0.tests.count - $1 }
        if overRepeats.allSatisfy({ $0 > 0 }), overUnits.allSatisfy({ $0 > 0 }) {
            return
                "the test over the \(repeats) and the test over the \(analysis.unit) both give"
        }
        if overUnits.allSatisfy({ $0 == 0 }) { return "the test over the \(repeats) gives" }
        if overRepeats.allSatisfy({ $0 == 0 }) { return "the test over the \(analysis.unit) gives" }
        return "each of its tests gives"
    }

    // MARK: Limits

    /// The limit of one seed: the results are about trained networks.
    private var scope: Markdown? {
        guard comparison.isSingle, comparison.scores.count > 1, !results.hasFolds else {
            return nil
        }
        let axes = results.varyingAxes.map { Markdown.code($0.path) }
        guard !axes.isEmpty else { return nil }
        return
            "Each configuration was trained with one seed, so the comparison is between trained networks and says nothing about \(Formatting.list(axes)) in general: other seeds may reverse the order."
    }

    /// The mean change of the accuracy between neighbouring epochs, if it is as large as the
    /// difference in the answer.
    private var swing: Markdown? {
        let named = comparison.isChosen ? [] : Set(comparison.firsts.map(\.group.name))
        guard
            let pair = comparison.pairwiseComparisons.first(where: {
                !named.contains($0.other.group.name)
            }), pair.lead != 0
        else { return nil }
        let changes = (pair.first.group.trials + pair.other.group.trials).compactMap {
            $0.meanChange(comparison.split)
        }
        guard let mean = Statistics.mean(changes), mean >= abs(pair.lead) else { return nil }
        let points = Formatting.points(mean, decimals: comparison.decimals)
        return
            "From one epoch to the next, the \(comparison.split.title) accuracy of \(pair.first.group.label) and \(pair.other.group.label) changes by \(points) on average, which is no less than the difference between them."
    }

    /// The results of all comparisons; nil if the table below the answer shows all of them.
    private var others: Markdown? {
        let pairs = comparison.pairwiseComparisons
        guard pairs.count > Self.mostComparisons else { return nil }
        func names(_ verdict: PairwiseComparison.Verdict) -> [String] {
            pairs.filter { $0.verdict == verdict }.map(\.other.group.label)
        }
        let parts = [
            ("significantly ahead of", names(.ahead)),
            ("not distinguishable from", names(.notSignificant)),
            ("significantly behind", names(.behind)), ("not tested against", names(.untested)),
        ].filter { !$0.1.isEmpty }.map { "\($0.0) \(ChoiceSentences.some($0.1))" }
        guard !parts.isEmpty, let first = comparison.first else { return nil }
        return
            "On the \(comparison.split.title) images, \(first.group.label) is \(Formatting.list(parts))."
    }
}

extension TrialResult {
    /// The mean absolute difference of accuracies between neighbouring epochs; nil with one epoch.
    func meanChange(_ split: Split) -> Double? {
        let values = epochs.compactMap { $0.metrics[split]?.accuracy }.filter(\.isFinite)
        return Statistics.mean(zip(values, values.dropFirst()).map { abs($0 - $1) })
    }
}
