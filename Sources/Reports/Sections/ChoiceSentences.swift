import Analysis
import Evaluation
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The first sentence of the answer, and the paragraph on how the configuration was chosen. With
/// one seed they describe trained networks, not the settings that the networks were trained with.
struct ChoiceSentences {
    let analysis: StudyAnalysis

    private var results: StudyResults { analysis.results }
    private var comparison: Comparison { analysis.comparison }
    private var choice: StudyChoice { comparison.choice }
    private var epochs: EpochWording { EpochWording(results) }
    private var firsts: [Comparison.Score] { comparison.firsts }
    private var isSingle: Bool { comparison.isSingle }

    /// The chosen configuration and its accuracy, or the reason why none is chosen; nil without a
    /// complete trial. Nothing else is in the sentence if the study has only one configuration.
    var answer: Markdown? {
        guard let first = comparison.first else { return nil }
        if comparison.scores.count == 1 {
            let isPlannedAlone = Set(results.lock.trials.map(\.group)).count == 1
            let alone: Markdown =
                "\(subject(firsts, isStart: true)) classifies \(accuracy(first))."
            return isPlannedAlone || comparison.isChosen ? alone : "\(undecided) \(alone)"
        }
        guard comparison.isChosen else { return undecided }
        let names = subject(firsts, isStart: true)
        if firsts.count == 1 {
            return "\(names) is chosen \(source) out of \(field) and classifies \(accuracy(first))."
        }
        let values = Formatting.list(firsts.map { $0.text(comparison.decimals) })
        let spread = spread(firsts.map(\.accuracies.count)).map { " (\($0))" } ?? ""
        return
            "\(names) share the first place \(source) out of \(field) and classify \(values), in this order, of \(images) correctly\(spread)."
    }

    /// The paragraph on the choice: the monitored metric, the configurations that are close, and
    /// the epoch that counts; if nothing is chosen, a change to the study that could help.
    var details: Markdown? {
        guard comparison.first != nil else { return nil }
        let epoch: Markdown = "All results are those \(epochs.phrase)."
        if comparison.scores.count > 1, comparison.isChosen {
            return "**How it was chosen.** "
                + [metricSentence, close, independence, epoch].compactMap { $0 }.joined(
                    separator: " ")
        }
        let remedy: Markdown? = ChoiceWording(results, choice).remedy.map {
            "**What would allow a choice.** \(Markdown(source: $0.source.capitalizedFirst))."
        }
        return [comparison.scores.count > 1 ? remedy : nil, epoch].compactMap { $0 }.joined(
            separator: " ")
    }

    // MARK: Parts of sentences

    /// The names of configurations, as trained networks if each was trained once.
    func subject(_ scores: [Comparison.Score], isStart: Bool) -> Markdown {
        let names = Formatting.list(scores.map { "**\($0.group.label)**" as Markdown })
        guard isSingle else { return names }
        let network = scores.count == 1 ? "network" : "networks"
        return "\(isStart ? "The" : "the") \(network) trained as \(names)"
    }

    /// A configuration's accuracy as the object of "classifies", with its spread and its interval:
    /// `76.9% of the 624 test images correctly (95% interval over patients: 72.9% to 80.8%)`.
    func accuracy(_ score: Comparison.Score) -> String {
        "\(score.text(comparison.decimals)) of \(images) correctly\(uncertainty(score))"
    }

    /// ` (mean ± standard deviation over 3 seeds; 95% interval over images: 72.9% to 80.8%)`; empty
    /// without either.
    func uncertainty(_ score: Comparison.Score) -> String {
        let interval = analysis.intervals[score.group.name]?.accuracy.map {
            "95% interval over \(analysis.unit): "
                + Formatting.range($0, decimals: comparison.decimals)
        }
        let parts = [spread([score.accuracies.count]), interval].compactMap { $0 }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))"
    }

    /// `the 624 test images`
    var images: String {
        let split = comparison.split.title
        return comparison.images > 0
            ? "the \(Formatting.plural(comparison.images, "\(split) image"))"
            : "the \(split) images"
    }

    /// `3 seeds`, `2 or 3 seeds`; nil if each configuration was trained once.
    private func seeds(_ counts: [Int]) -> String? {
        let several = Set(counts).filter { $0 > 1 }.sorted().map(String.init)
        return several.isEmpty
            ? nil : "\(several.joined(separator: " or ")) \(results.repeatNoun)s"
    }

    /// `mean ± standard deviation over 3 seeds`; nil if each configuration was trained once.
    private func spread(_ counts: [Int]) -> String? {
        seeds(counts).map { "mean ± standard deviation over \($0)" }
    }

    /// The spreads of configurations with equal means: ` (± 0.4, ± 1.2 and one seed in this order,
    /// standard deviations over 3 seeds)`.
    /// - Parameter all: the number of trials of each configuration, and its standard deviation, as
    ///   in ` ± 0.4`.
    private func spreads(_ all: [(trials: Int, text: String)]) -> String {
        guard let over = seeds(all.map(\.trials)) else { return "" }
        let texts = all.map { each in
            each.trials > 1 ? String(each.text.drop { $0 == " " }) : "one \(results.repeatNoun)"
        }
        return " (\(Formatting.list(texts)) in this order, standard deviations over \(over))"
    }

    /// `6 trained networks (one seed each)`, `6 configurations`
    private var field: String {
        let count = results.groups.count
        return isSingle
            ? "\(Formatting.count(count)) trained networks (one \(results.repeatNoun) each)"
            : "\(Formatting.count(count)) configurations"
    }

    private var source: String {
        choice.metric?.part == .train ? "by a training metric" : "on validation"
    }

    // MARK: The choice

    /// The chosen configuration's value of the monitored metric.
    private var metricSentence: Markdown? {
        guard let metric = choice.metric, let winner = choice.winners.first else { return nil }
        let decimals = Formatting.decimals(of: winner.mean, images: choice.images)
        let value = ChoiceWording.value(winner.mean, metric, decimals: decimals)
        let all = choice.winners.map { each in
            (
                trials: each.values.count,
                text: ChoiceWording.spread(each.std, metric, decimals: decimals)
            )
        }
        let mean = choice.winners.contains { $0.values.count > 1 } ? "mean " : ""
        let monitor: Markdown = metric.part == .train ? ", which the study monitors" : ""
        let names = Formatting.list(firsts.map(\.group.label))
        if all.count > 1 {
            return
                "\(names) share the first place, each with a \(mean)\(Markdown.code(metric.name)) of \(value)\(spreads(all))\(validated)\(monitor)."
        }
        let spread = all[0].text + (spread([winner.values.count]).map { " (\($0))" } ?? "")
        let word = metric.largerIsBetter ? "highest" : "lowest"
        return
            "\(names) has the \(word) \(mean)\(Markdown.code(metric.name)): \(value)\(spread)\(validated)\(monitor)."
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
        let them = firsts.count == 1 ? "it" : "them"
        return
            "\(Self.some(names)) \(names.count == 1 ? "lies" : "lie") within one standard error of \(them), so validation hardly distinguishes \(names.count == 1 && firsts.count == 1 ? "the two" : "these configurations")."
    }

    private var independence: Markdown? {
        comparison.split == .test ? "The test images had no part in the choice." : nil
    }

    private var undecided: Markdown {
        let isOne = results.groups.count == 1
        let subject =
            isOne ? "Nothing" : isSingle ? "None of \(field)" : "None of the \(field)"
        let reason = choice.undecided.map(ChoiceWording.reason) ?? "no metric is known"
        return "\(subject) is chosen: \(reason)."
    }

    /// The text on the configurations with the highest accuracy if several share the first place
    /// and none is chosen: `each with 90.0% of the 624 test images (...)`.
    var sharedDescription: String {
        let value = Formatting.percent(comparison.first?.mean, decimals: comparison.decimals)
        let all = firsts.map { score in
            (
                trials: score.accuracies.count,
                text: Formatting.spread(score.std.map { 100 * $0 }, comparison.decimals)
            )
        }
        return "\(value) of \(images) correctly\(spreads(all))"
    }

    /// A list of up to four names, or the number of more.
    static func some(_ names: [String]) -> String {
        names.count > 4 ? "\(names.count) others" : Formatting.list(names)
    }
}
