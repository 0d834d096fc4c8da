import Analysis
import Evaluation
import Markup
import Results
import Terminal

/// The second sentence of the answer: the difference between the first configuration and the next
/// one on the evaluation split, and whether it is significant.
struct DifferenceSentences {
    let analysis: StudyAnalysis

    private var comparison: Comparison { analysis.comparison }
    private var repeats: String { "\(comparison.repeatNoun)s" }
    /// The comparisons of the answer. If nothing is chosen, configurations that share the first
    /// place are named before, so they are left out.
    private var pairwiseComparisons: [PairwiseComparison] {
        guard !comparison.isChosen else { return comparison.pairwiseComparisons }
        let named = Set(comparison.firsts.map(\.group.name))
        return comparison.pairwiseComparisons.filter { !named.contains($0.other.group.name) }
    }

    /// The sentence; nil for a single configuration, and without comparisons if one is chosen.
    var answer: Markdown? {
        guard let first = comparison.first, comparison.scores.count > 1 else { return nil }
        if !comparison.isChosen { return description(first) }
        guard let pair = pairwiseComparisons.first else { return nil }
        let isTie = comparison.chosenNames.contains(pair.other.group.name)
        let rank = isTie ? "which shares the first place" : "the next \(source)"
        let it = comparison.firsts.count > 1 ? first.group.label : "it"
        let other = "\(pair.other.group.label) (\(pair.other.text(comparison.decimals)))"
        if pair.lead == 0 {
            return "\(other), \(rank), classifies as many of them correctly as \(it)."
        }
        let start =
            pair.lead > 0
            ? "\(it == "it" ? "It" : it) classifies \(difference(pair)) more of them correctly than \(other), \(rank)"
            : "\(other), \(rank), classifies \(difference(pair)) more of them correctly than \(it)"
        return "\(start); \(verdict(pair))."
    }

    private var source: String {
        comparison.choice.metric?.part == .train ? "by this metric" : "on validation"
    }

    /// The result on the evaluation split if nothing is chosen.
    private func description(_ first: Comparison.Score) -> Markdown {
        let sentences = ChoiceSentences(analysis: analysis)
        let subject = sentences.subject(comparison.firsts, isStart: false)
        let start: Markdown = "As a description, not as a choice: \(subject)"
        let next: Markdown =
            pairwiseComparisons.first.map { pair -> Markdown in
                let other = "\(pair.other.group.label) (\(pair.other.text(comparison.decimals)))"
                return ", \(difference(pair)) more than \(other); \(verdict(pair))"
            } ?? ""
        if comparison.firsts.count > 1 {
            return
                "\(start) share the first place and classify \(sentences.sharedDescription)\(next)."
        }
        return
            "\(start) classifies the most of \(sentences.images) correctly, \(first.text(comparison.decimals))\(sentences.uncertainty(first))\(next)."
    }

    private func difference(_ pair: PairwiseComparison) -> String {
        Formatting.difference(pair.first.mean, pair.other.mean, decimals: comparison.decimals)
    }

    /// The clause on the result of the tests.
    private func verdict(_ pair: PairwiseComparison) -> Markdown {
        switch pair.verdict {
        case .undecidable:
            return
                "**\(PairwiseComparison.undecidable(repeats))** whether the difference is more than chance"
        case .untested: return "there is no test for this difference"
        case .ahead, .behind:
            return comparison.isSingle
                ? "the difference between these two trained networks is significant, but other seeds may reverse it"
                : "the difference is significant"
        case .notSignificant:
            let subjects = comparison.isSingle ? "two networks" : "two"
            let needed = RequiredSample(pair, comparison).text
            return needed.map {
                "the \(subjects) are **not distinguishable**, and a difference of this size would need \($0)"
            } ?? "the \(subjects) are **not distinguishable**"
        }
    }
}
