import Evaluation
import Results
import Studies

/// What is chosen, and what that comes to on the images that measure it: the first sentences of a report. With one seed
/// they are about trained networks, never about what those were trained with.
struct ChoiceSentences {
    let findings: Findings

    private var results: StudyResults { findings.results }
    private var comparison: Comparison { findings.comparison }
    private var choice: StudyChoice { comparison.choice }
    private var wording: ChoiceWording { ChoiceWording(results, choice) }
    private var epochs: EpochWording { EpochWording(results) }
    private var firsts: [Comparison.Score] { comparison.firsts }
    private var isSingle: Bool { comparison.isSingle }

    var all: [Markdown] {
        guard let first = comparison.first else { return [] }
        if comparison.scores.count == 1 { return [alone(first)] }
        let opening =
            comparison.isChosen ? [chosen, close, measured] : [undecided, description(first)]
        return (opening + [scope]).compactMap { $0 }
    }

    /// `the 624 test images`
    private var images: String {
        let split = comparison.split.title
        return comparison.images > 0
            ? "the \(Numbers.plural(comparison.images, "\(split) image"))" : "the \(split) images"
    }

    /// ` (mean ± standard deviation over 3 seeds)`
    private func spread(_ count: Int) -> String {
        count > 1 ? " (mean ± standard deviation over \(count) \(results.repeatNoun)s)" : ""
    }

    private func labels(_ scores: [Comparison.Score]) -> Markdown {
        Numbers.list(scores.map { "**\($0.group.label)**" as Markdown })
    }

    /// `6 trained networks (one seed each)`, `6 configurations`
    private var field: String {
        let count = comparison.scores.count
        return isSingle
            ? "\(Numbers.count(count)) trained networks (one \(results.repeatNoun) each)"
            : "\(Numbers.count(count)) configurations"
    }

    private func alone(_ score: Comparison.Score) -> Markdown {
        let subject: Markdown =
            isSingle
            ? "The network trained as **\(score.group.label)** (one \(results.repeatNoun))"
            : "**\(score.group.label)**"
        let value = score.text(comparison.decimals) + spread(score.accuracies.count)
        return "\(subject) gets \(value) of \(images) right \(epochs.phrase)."
    }

    private var chosen: Markdown? {
        guard let metric = choice.metric, let winner = choice.winners.first else { return nil }
        let by = metric.part == .val ? "on validation" : "by a training figure, as the study asks"
        let decimals = Numbers.decimals(of: winner.mean, images: choice.images)
        let value = ChoiceWording.value(
            winner.mean, metric, deviation: winner.deviation, decimals: decimals)
        let on =
            choice.images > 0 ? " on \(Numbers.plural(choice.images, "image"))" : ""
        let mean = winner.values.count > 1 ? "a mean" : "a"
        let figure: Markdown =
            "\(mean) \(Markdown.code(metric.name)) of \(value)\(spread(winner.values.count))\(on)"
        if firsts.count > 1 {
            let subject: Markdown =
                isSingle ? "The networks trained as \(labels(firsts))" : labels(firsts)
            return "\(subject) share the first place \(by) out of \(field), each with \(figure)."
        }
        let subject: Markdown =
            isSingle
            ? "The network trained as \(labels(firsts)) is chosen \(by) out of \(field)"
            : "\(labels(firsts)) is chosen \(by) out of \(field)"
        return "\(subject), with \(figure)."
    }

    private var close: Markdown? {
        let names = choice.close.map(\.group.label)
        guard !names.isEmpty else { return nil }
        let which = names.count == 1 ? "which lies" : "which lie"
        let them = firsts.count == 1 ? "it" : "them"
        return
            "Validation hardly tells \(them) from \(ChoiceSentences.some(names)), \(which) within one "
            + "standard error."
    }

    private var measured: Markdown {
        let figures = firsts.map { $0.text(comparison.decimals) }
        let verb = firsts.count == 1 ? "it gets" : "they get"
        let apart = comparison.split == .test ? ", which had no part in the choice," : ""
        let order = firsts.count == 1 ? "" : ", in this order,"
        let spread = spread(firsts.map(\.accuracies.count).min() ?? 1)
        let values = "\(Numbers.list(figures))\(order)\(spread)"
        return "\(epochs.opening) \(verb) \(values) of \(images)\(apart) right."
    }

    private var undecided: Markdown {
        let what = isSingle ? "None of \(field)" : "None of the \(field)"
        let reason = choice.undecided.map(ChoiceWording.reason) ?? "no metric is known"
        let remedy: Markdown = wording.remedy.map { "; \($0)" as Markdown } ?? ""
        return "\(what) is chosen: \(reason)\(remedy)."
    }

    /// What the images that measure say, which chooses nothing.
    private func description(_ first: Comparison.Score) -> Markdown {
        let names = labels(firsts)
        let value = first.text(comparison.decimals)
        let count = spread(first.accuracies.count)
        let start = "As a description, not as a choice:"
        if firsts.count > 1 {
            let subject: Markdown = isSingle ? "the networks trained as \(names)" : names
            return
                "\(start) \(subject) share the first place, each with \(value)\(count) of \(images) "
                + "right \(epochs.phrase)."
        }
        let subject: Markdown = isSingle ? "the network trained as \(names)" : names
        return "\(start) \(subject) gets the most of \(images) right, \(value)\(count), "
            + "\(epochs.phrase)."
    }

    /// What one seed says nothing about.
    private var scope: Markdown? {
        guard isSingle, !results.hasFolds else { return nil }
        let axes = results.varyingAxes.map { Markdown.code($0.path) }
        guard !axes.isEmpty else { return nil }
        return
            "With one seed each this says nothing about \(Numbers.list(axes)): other seeds may turn the "
            + "order round."
    }

    /// A few by name, many by their count.
    static func some(_ names: [String]) -> String {
        names.count > 4 ? "\(names.count) others" : Numbers.list(names)
    }
}
