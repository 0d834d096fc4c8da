import Analysis
import Evaluation
import Markup
import Results
import Terminal
import Vocabulary

/// The first configuration against the others on the images that measure: differences, tests, and
/// how much the accuracy changes from one epoch to the next.
struct DifferenceSentences {
    let findings: Findings

    private var comparison: Comparison { findings.comparison }
    private var repeats: String { "\(comparison.repeatNoun)s" }
    private var split: String { comparison.split.title }
    /// Those that share the first place in a description are named before.
    private var duels: [Duel] {
        guard !comparison.isChosen else { return comparison.duels }
        let named = Set(comparison.firsts.map(\.group.name))
        return comparison.duels.filter { !named.contains($0.other.group.name) }
    }
    /// The first configuration: `it` where there is one.
    private var it: String {
        comparison.firsts.count > 1 ? comparison.first?.group.label ?? "it" : "it"
    }

    var all: [Markdown] { [runnerUp, swing, others].compactMap { $0 } }

    private var runnerUp: Markdown? {
        guard let duel = duels.first else { return nil }
        let other = "\(duel.other.group.label) (\(duel.other.text(comparison.decimals)))"
        if duel.lead == 0 {
            return "\(other) gets as many of the \(split) images right."
        }
        let difference = Numbers.difference(
            duel.first.mean, duel.other.mean, decimals: comparison.decimals)
        let start =
            duel.lead > 0
            ? "\(it == "it" ? "It" : it) gets \(difference) more of them right than \(other)"
            : "\(other) gets \(difference) more of them right than \(it)"
        if duel.verdict == .undecidable {
            return "\(start); **\(Duel.undecidable(repeats))** whether that is more than chance."
        }
        if duel.tests.isEmpty { return "\(start); there is no test of such a difference here." }
        let pair = comparison.isSingle ? "two networks" : "two"
        return duel.isClear
            ? "\(start), \(clear) (\(figures(duel)))."
            : "\(start): the \(pair) are **not distinguishable** (\(figures(duel)))."
    }

    private var clear: String {
        comparison.isSingle
            ? "a difference between two trained networks that is more than the choice of "
                + "\(findings.unit) would give"
            : "more than chance would give"
    }

    private func figures(_ duel: Duel) -> String {
        let range = findings.intervals[duel.other.group.name]?.lead.map { interval in
            let shown =
                duel.lead > 0 ? interval : (-interval.upperBound)...(-interval.lowerBound)
            let correction = comparison.duels.count > 1 ? ", not corrected" : ""
            return "95% interval over \(findings.unit)\(correction): "
                + Numbers.pointRange(shown, decimals: comparison.decimals)
        }
        let tests = duel.tests.map { "\(Numbers.pValue($0.probability)), \($0.name)" }
        let corrected =
            comparison.duels.count > 1
            ? duel.probability.map { "\(Numbers.pValue($0)) after correction" } : nil
        return ([range] + tests + [corrected]).compactMap { $0 }.joined(separator: "; ")
    }

    /// All but the runner-up, by what their tests come to.
    private var others: Markdown? {
        let further = duels.dropFirst()
        func names(_ verdict: Duel.Verdict) -> [String] {
            further.filter { $0.verdict == verdict }.map(\.other.group.label)
        }
        let parts = [
            ("ahead of", names(.ahead)), ("not distinguishable from", names(.alike)),
            ("behind", names(.behind)), ("not tested against", names(.untested)),
        ].filter { !$0.1.isEmpty }.map { "\($0.0) \(ChoiceSentences.some($0.1))" }
        guard !parts.isEmpty else { return nil }
        return "On the \(split) images \(it) is \(Numbers.list(parts))."
    }

    /// Said where the accuracy changes between neighbouring epochs by as much as the first two
    /// differ.
    private var swing: Markdown? {
        guard let duel = duels.first, duel.lead != 0 else { return nil }
        let changes = (duel.first.group.trials + duel.other.group.trials).compactMap {
            $0.meanChange(comparison.split)
        }
        guard let mean = Statistics.mean(changes), mean >= abs(duel.lead) else { return nil }
        let points = Numbers.points(mean, decimals: comparison.decimals)
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
