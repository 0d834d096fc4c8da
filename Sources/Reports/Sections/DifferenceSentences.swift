import Analysis
import Evaluation
import Markup
import Results
import Terminal
import Vocabulary

/// The first configuration against the others on the images that measure: differences, tests, and
/// how much the accuracy changes from one epoch to the next.
struct DifferenceSentences {
    let analysis: StudyAnalysis

    private var comparison: Comparison { analysis.comparison }
    private var repeats: String { "\(comparison.repeatNoun)s" }
    private var split: String { comparison.split.title }
    /// Those that share the first place in a description are named before.
    private var pairwiseComparisons: [PairwiseComparison] {
        guard !comparison.isChosen else { return comparison.pairwiseComparisons }
        let named = Set(comparison.firsts.map(\.group.name))
        return comparison.pairwiseComparisons.filter { !named.contains($0.other.group.name) }
    }
    /// The first configuration: `it` where there is one.
    private var it: String {
        comparison.firsts.count > 1 ? comparison.first?.group.label ?? "it" : "it"
    }

    var all: [Markdown] { [runnerUp, swing, others].compactMap { $0 } }

    private var runnerUp: Markdown? {
        guard let pair = pairwiseComparisons.first else { return nil }
        let other = "\(pair.other.group.label) (\(pair.other.text(comparison.decimals)))"
        if pair.lead == 0 {
            return "\(other) gets as many of the \(split) images right."
        }
        let difference = Formatting.difference(
            pair.first.mean, pair.other.mean, decimals: comparison.decimals)
        let start =
            pair.lead > 0
            ? "\(it == "it" ? "It" : it) gets \(difference) more of them right than \(other)"
            : "\(other) gets \(difference) more of them right than \(it)"
        if pair.verdict == .undecidable {
            return
                "\(start); **\(PairwiseComparison.undecidable(repeats))** whether that is more than chance."
        }
        if pair.tests.isEmpty { return "\(start); there is no test of such a difference here." }
        let subjects = comparison.isSingle ? "two networks" : "two"
        return pair.isClear
            ? "\(start), \(clear) (\(figures(pair)))."
            : "\(start): the \(subjects) are **not distinguishable** (\(figures(pair)))."
    }

    private var clear: String {
        comparison.isSingle
            ? "a difference between two trained networks that is more than the choice of "
                + "\(analysis.unit) would give"
            : "more than chance would give"
    }

    private func figures(_ pair: PairwiseComparison) -> String {
        let range = analysis.intervals[pair.other.group.name]?.lead.map { interval in
            let shown =
                pair.lead > 0 ? interval : (-interval.upperBound)...(-interval.lowerBound)
            let correction = comparison.pairwiseComparisons.count > 1 ? ", not corrected" : ""
            return "95% interval over \(analysis.unit)\(correction): "
                + Formatting.pointRange(shown, decimals: comparison.decimals)
        }
        let tests = pair.tests.map { "\(Formatting.pValue($0.probability)), \($0.name)" }
        let corrected =
            comparison.pairwiseComparisons.count > 1
            ? pair.probability.map { "\(Formatting.pValue($0)) after correction" } : nil
        return ([range] + tests + [corrected]).compactMap { $0 }.joined(separator: "; ")
    }

    /// All but the runner-up, by what their tests come to.
    private var others: Markdown? {
        let further = pairwiseComparisons.dropFirst()
        func names(_ verdict: PairwiseComparison.Verdict) -> [String] {
            further.filter { $0.verdict == verdict }.map(\.other.group.label)
        }
        let parts = [
            ("ahead of", names(.ahead)), ("not distinguishable from", names(.notSignificant)),
            ("behind", names(.behind)), ("not tested against", names(.untested)),
        ].filter { !$0.1.isEmpty }.map { "\($0.0) \(ChoiceSentences.some($0.1))" }
        guard !parts.isEmpty else { return nil }
        return "On the \(split) images \(it) is \(Formatting.list(parts))."
    }

    /// Said where the accuracy changes between neighbouring epochs by as much as the first two
    /// differ.
    private var swing: Markdown? {
        guard let pair = pairwiseComparisons.first, pair.lead != 0 else { return nil }
        let changes = (pair.first.group.trials + pair.other.group.trials).compactMap {
            $0.meanChange(comparison.split)
        }
        guard let mean = Statistics.mean(changes), mean >= abs(pair.lead) else { return nil }
        let points = Formatting.points(mean, decimals: comparison.decimals)
        return "From one epoch to the next the \(split) accuracy of these two changes by \(points) "
            + "on average, no less than the difference between them."
    }
}

extension TrialResult {
    /// The mean absolute difference of accuracies between neighbouring epochs; nil with one epoch.
    func meanChange(_ split: Split) -> Double? {
        let values = epochs.compactMap { $0.metrics[split]?.accuracy }.filter(\.isFinite)
        return Statistics.mean(zip(values, values.dropFirst()).map { abs($0 - $1) })
    }
}
