import Analysis
import Evaluation
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// What is chosen, and what that comes to on the images that measure it: the first sentences of a
/// report. With one seed they are about trained networks, never about what those were trained with.
struct ChoiceSentences {
    let analysis: StudyAnalysis

    private var results: StudyResults { analysis.results }
    private var comparison: Comparison { analysis.comparison }
    private var choice: StudyChoice { comparison.choice }
    private var wording: ChoiceWording { ChoiceWording(results, choice) }
    private var epochs: EpochWording { EpochWording(results) }
    private var firsts: [Comparison.Score] { comparison.firsts }
    private var isSingle: Bool { comparison.isSingle }

    var all: [Markdown] {
        guard let first = comparison.first else { return [] }
        if comparison.scores.count == 1 {
            let isPlannedAlone = Set(results.lock.trials.map(\.group)).count == 1
            return (isPlannedAlone || comparison.isChosen ? [] : [undecided]) + [alone(first)]
        }
        let opening =
            comparison.isChosen ? [chosen, close, measured] : [undecided, description(first)]
        return (opening + [scope]).compactMap { $0 }
    }

    /// `the 624 test images`
    private var images: String {
        let split = comparison.split.title
        return comparison.images > 0
            ? "the \(Formatting.plural(comparison.images, "\(split) image"))"
            : "the \(split) images"
    }

    /// `3 seeds`, `2 or 3 seeds`; nil where each configuration was trained once.
    private func seeds(_ counts: [Int]) -> String? {
        let several = Set(counts).filter { $0 > 1 }.sorted().map(String.init)
        return several.isEmpty
            ? nil : "\(several.joined(separator: " or ")) \(results.repeatNoun)s"
    }

    /// ` (mean ± standard std over 3 seeds)`
    private func spread(_ counts: [Int]) -> String {
        seeds(counts).map { " (mean ± standard deviation over \($0))" } ?? ""
    }

    /// ` (± 0.4, ± 1.2 and one seed in this order, standard deviations over 3 seeds)`: of
    /// configurations with one mean.
    /// - Parameter all: how many trials each has, and what they differ by, as ` ± 0.4`.
    private func spreads(_ all: [(trials: Int, text: String)]) -> String {
        guard let over = seeds(all.map(\.trials)) else { return "" }
        let texts = all.map { each in
            each.trials > 1 ? String(each.text.drop { $0 == " " }) : "one \(results.repeatNoun)"
        }
        return " (\(Formatting.list(texts)) in this order, standard deviations over \(over))"
    }

    private func labels(_ scores: [Comparison.Score]) -> Markdown {
        Formatting.list(scores.map { "**\($0.group.label)**" as Markdown })
    }

    /// `6 trained networks (one seed each)`, `6 configurations`
    private var field: String {
        let count = results.groups.count
        return isSingle
            ? "\(Formatting.count(count)) trained networks (one \(results.repeatNoun) each)"
            : "\(Formatting.count(count)) configurations"
    }

    private func alone(_ score: Comparison.Score) -> Markdown {
        let subject: Markdown =
            isSingle
            ? "The network trained as **\(score.group.label)** (one \(results.repeatNoun))"
            : "**\(score.group.label)**"
        let value = score.text(comparison.decimals) + spread([score.accuracies.count])
        return "\(subject) gets \(value) of \(images) right \(epochs.phrase)."
    }

    private var chosen: Markdown? {
        guard let metric = choice.metric, let winner = choice.winners.first else { return nil }
        let by = metric.part == .val ? "on validation" : "by a training figure, as the study asks"
        let decimals = Formatting.decimals(of: winner.mean, images: choice.images)
        let value = ChoiceWording.value(winner.mean, metric, decimals: decimals)
        let all = choice.winners.map { each in
            (
                trials: each.values.count,
                text: ChoiceWording.spread(each.std, metric, decimals: decimals)
            )
        }
        let isTie = all.count > 1
        let spread = isTie ? spreads(all) : all[0].text + spread([winner.values.count])
        let mean = choice.winners.contains { $0.values.count > 1 } ? "a mean" : "a"
        let figure: Markdown =
            "\(mean) \(Markdown.code(metric.name)) of \(value)\(spread)\(validated)"
        if isTie {
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

    /// ` on 400 images of 120 patients`
    private var validated: String {
        guard choice.images > 0 else { return "" }
        let images = " on \(Formatting.plural(choice.images, "image"))"
        guard let patients = choice.patients, patients < choice.images else { return images }
        return "\(images) of \(Formatting.plural(patients, "patient"))"
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
        let spread = spread(firsts.map(\.accuracies.count))
        let values = "\(Formatting.list(figures))\(order)\(spread)"
        return "\(epochs.opening) \(verb) \(values) of \(images)\(apart) right."
    }

    private var undecided: Markdown {
        let isOne = results.groups.count == 1
        let what =
            isOne ? "Nothing" : isSingle ? "None of \(field)" : "None of the \(field)"
        let reason = choice.undecided.map(ChoiceWording.reason) ?? "no metric is known"
        let remedy: Markdown = wording.remedy.map { "; \($0)" as Markdown } ?? ""
        return "\(what) is chosen: \(reason)\(remedy)."
    }

    /// What the images that measure say, which chooses nothing.
    private func description(_ first: Comparison.Score) -> Markdown {
        let names = labels(firsts)
        let start = "As a description, not as a choice:"
        if firsts.count > 1 {
            let subject: Markdown = isSingle ? "the networks trained as \(names)" : names
            let value = Formatting.percent(first.mean, decimals: comparison.decimals)
            let all = firsts.map { score in
                (
                    trials: score.accuracies.count,
                    text: Formatting.spread(score.std.map { 100 * $0 }, comparison.decimals)
                )
            }
            let figure = "\(value) of \(images) right\(spreads(all))"
            return
                "\(start) \(subject) share the first place, each with \(figure) \(epochs.phrase)."
        }
        let value = first.text(comparison.decimals)
        let count = spread([first.accuracies.count])
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
            "With one seed each this says nothing about \(Formatting.list(axes)): other seeds may turn the "
            + "order round."
    }

    /// A few by name, many by their count.
    static func some(_ names: [String]) -> String {
        names.count > 4 ? "\(names.count) others" : Formatting.list(names)
    }
}
