import Foundation
import Results

/// The question and, right after it, the answer in a few sentences.
struct AbstractSection {
    let results: StudyResults
    let comparison: Comparison

    var markdown: String {
        let question = results.lock.question.trimmingCharacters(in: .whitespacesAndNewlines)
        let answer = answer.map { "**Answer.** " + $0.joined(separator: " ") }
        return [question, answer ?? "No trial is complete yet.", warning]
            .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var answer: [String]? {
        guard let best = comparison.best else { return nil }
        return [winner(best), runnerUp, others, guessing(best)].compactMap { $0 }
    }

    private func winner(_ best: Comparison.Score) -> String {
        let split = comparison.split.title
        let images =
            comparison.images > 0
            ? "\(Numbers.plural(comparison.images, "\(split) image"))" : "the \(split) images"
        let seeds =
            best.accuracies.count > 1
            ? " (mean ± standard deviation over \(best.accuracies.count) \(results.repeatNoun)s)"
            : ""
        let selects = Set(results.trials.map { Markdown.code($0.record.select) }).sorted()
        let verb =
            comparison.scores.count == 1 ? "gets" : "does best: it gets"
        return "**\(best.group.label)** \(verb) \(best.text)\(seeds) of \(images) right at the "
            + "epoch that \(Numbers.list(selects)) chose."
    }

    private var runnerUp: String? {
        guard let duel = comparison.duels.first else { return nil }
        let other = "\(duel.other.group.label) (\(duel.other.text))"
        if duel.lead == 0 { return "It shares the first place with \(other)." }
        let tests = duel.tests.map { test in
            let sign = test.probability < 0.001 ? "" : "= "
            return "p \(sign)\(Numbers.probability(test.probability)), \(test.name)"
        }.joined(separator: "; ")
        let lead = "Its lead over \(other) is \(Numbers.points(duel.lead))"
        if duel.tests.isEmpty { return "\(lead); there is no test of such a difference here." }
        return duel.isClear
            ? "\(lead), more than chance would give (\(tests))."
            : "\(lead): the two cannot be told apart (\(tests))."
    }

    /// What else cannot be told apart from the best.
    private var others: String? {
        let further = comparison.duels.dropFirst()
        guard let runnerUp = comparison.duels.first, !further.isEmpty else { return nil }
        let alike = further.filter { !$0.isClear }.map(\.other.group.label)
        let ahead = further.filter(\.isClear).map(\.other.group.label)
        if alike.isEmpty {
            return runnerUp.isClear
                ? "It is as clearly ahead of \(Self.some(ahead))."
                : "It is clearly ahead of \(Self.some(ahead))."
        }
        let doubt =
            runnerUp.isClear ? "It cannot be told apart from" : "Nor can it be told apart from"
        if ahead.isEmpty { return "\(doubt) \(Self.some(alike))." }
        return "\(doubt) \(Self.some(alike)); it is clearly ahead of \(Self.some(ahead))."
    }

    /// A few by name, many by their count.
    private static func some(_ names: [String]) -> String {
        names.count > 4 ? "\(names.count) others" : Numbers.list(names)
    }

    private func guessing(_ best: Comparison.Score) -> String? {
        guard let name = results.lock.dataset.majorityClass,
            let baseline = results.lock.dataset.majorityBaseline(comparison.split),
            let interval = comparison.interval(best)
        else { return nil }
        let always = "always guessing \(name) (\(Numbers.percent(baseline)))"
        let range =
            "95% interval \(Numbers.percent(interval.lowerBound)) to "
            + Numbers.percent(interval.upperBound)
        if interval.lowerBound > baseline {
            return "It beats \(always) by \(Numbers.points(best.mean - baseline)) (\(range))."
        }
        if interval.upperBound < baseline { return "It does worse than \(always) (\(range))." }
        return "It cannot be told apart from \(always) (\(range))."
    }

    private var warning: String? {
        if results.lock.dataset.isPhantom {
            return """
                > **Phantoms, not patients.** The program drew these images; no number here says \
                anything of real X-rays.
                """
        }
        guard Set(results.lock.dataset.classes) == ["NORMAL", "PNEUMONIA"] else { return nil }
        return """
            > **For research, not for diagnosis.** These networks were measured on images from one \
            source; on images from another hospital such accuracies are known to fall far.
            """
    }
}
