import Evaluation
import Foundation
import Results

/// The question; right after it the answer in a few sentences, and how sure it is.
struct AbstractSection {
    let findings: Findings

    private var results: StudyResults { findings.results }
    private var comparison: Comparison { findings.comparison }
    private var repeats: String { "\(comparison.repeatNoun)s" }

    var markdown: String {
        let question = results.lock.question.trimmingCharacters(in: .whitespacesAndNewlines)
        let answer = answer.map { "**Answer.** " + $0.joined(separator: " ") }
        let sure = certainty.map { "**How sure.** " + $0 }
        return [question, answer ?? "No trial is complete yet.", sure, warning]
            .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var answer: [String]? {
        guard let best = comparison.best else { return nil }
        let axes = comparison.axes.map { $0.sentence(comparison.decimals) }
        return ([winner(best), runnerUp, others] + axes + [guessing(best)]).compactMap { $0 }
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
        let selects = Set(results.trials.map { Markdown.code($0.record.monitor) }).sorted()
        let verb = comparison.scores.count == 1 ? "gets" : "scores highest: it gets"
        return "**\(best.group.label)** \(verb) \(best.text(comparison.decimals))\(seeds) of "
            + "\(images) right at the epoch that \(Numbers.list(selects)) chose."
    }

    private var runnerUp: String? {
        guard let duel = comparison.duels.first else { return nil }
        let other = "\(duel.other.group.label) (\(duel.other.text(comparison.decimals)))"
        if duel.lead == 0 { return "It shares the first place with \(other)." }
        let range = findings.intervals[duel.other.group.name]?.lead.map {
            "95% interval " + Numbers.pointRange($0, decimals: comparison.decimals)
        }
        let tests = duel.tests.map { "\(Numbers.pValue($0.probability)), \($0.name)" }
        let corrected =
            comparison.duels.count > 1
            ? duel.probability.map { "\(Numbers.pValue($0)) after correction" } : nil
        let figures = [range] + tests + [corrected]
        let lead =
            "Its lead over \(other) is \(Numbers.points(duel.lead, decimals: comparison.decimals))"
        if duel.tests.isEmpty { return "\(lead); there is no test of such a difference here." }
        let found = "(\(figures.compactMap { $0 }.joined(separator: "; ")))"
        return duel.isClear
            ? "\(lead), more than chance would give \(found)."
            : "\(lead): the two are **not distinguishable** \(found)."
    }

    /// What else is not distinguishable from the best.
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
            runnerUp.isClear
            ? "It is not distinguishable from" : "Nor is it distinguishable from"
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
        if interval.lowerBound > baseline {
            let points = Numbers.points(best.mean - baseline, decimals: comparison.decimals)
            return "It beats \(always) by \(points)."
        }
        if interval.upperBound < baseline { return "It does worse than \(always)." }
        return "It is not distinguishable from \(always)."
    }

    /// What the best figure would be with other seeds and images, and how differences were judged.
    private var certainty: String? {
        guard let best = comparison.best else { return nil }
        let intervals = [seeds(best), images(best)].compactMap { $0 }.joined(separator: "; ")
        let range = intervals.isEmpty ? nil : "95% intervals of its accuracy: \(intervals)."
        return [range, judgement(best)].compactMap { $0 }.joined(separator: " ")
    }

    private func seeds(_ best: Comparison.Score) -> String? {
        Statistics.meanInterval(best.accuracies).map { interval in
            "\(Numbers.range(Self.clamped(interval), decimals: comparison.decimals)) over \(repeats) "
                + "(Student's t, \(best.accuracies.count) of them)"
        }
    }

    static func clamped(_ interval: ClosedRange<Double>) -> ClosedRange<Double> {
        max(0, interval.lowerBound)...min(1, interval.upperBound)
    }

    private func images(_ best: Comparison.Score) -> String? {
        let resampled = findings.intervals[best.group.name]?.accuracy
        guard let interval = resampled ?? comparison.interval(best) else { return nil }
        let method =
            resampled == nil
            ? "Wilson" : "\(Numbers.count(findings.replicates)) bootstrap samples"
        return "\(Numbers.range(interval, decimals: comparison.decimals)) over images (\(method))"
    }

    private func judgement(_ best: Comparison.Score) -> String? {
        let count = comparison.duels.count
        guard count > 0 else { return nil }
        let correction =
            count > 1 ? ", corrected for \(Numbers.count(count)) comparisons (Holm)" : ""
        guard best.accuracies.count > 1 else {
            return
                "A lead counts when its test gives p < 0.05\(correction). With one seed it is the "
                + "lead of one trained network over another: a second seed may turn it round."
        }
        let pairs = best.accuracies.count
        let least = Statistics.leastSignFlip(pairs)
        let few =
            SeedTest.isPermutation(pairs: pairs, comparisons: count)
            ? ""
            : " \(pairs) \(repeats) are too few for a permutation test, whose least p would be "
                + "\(Numbers.significant(least)), so Student's t takes the differences to be normal."
        return
            "A lead counts when the test over the \(repeats) and the test over the images both give "
            + "p < 0.05\(correction).\(few)"
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
