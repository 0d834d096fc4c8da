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
        guard let first = comparison.first else { return nil }
        let axes =
            comparison.isSingle ? [] : comparison.axes.map { $0.sentence(comparison.decimals) }
        return ChoiceSentences(findings: findings).all
            + DifferenceSentences(findings: findings).all
            + (axes + [guessing(first)]).compactMap { $0 }
    }

    private func guessing(_ best: Comparison.Score) -> String? {
        guard let name = results.lock.dataset.majorityClass,
            let baseline = results.lock.dataset.majorityBaseline(comparison.split),
            let interval = comparison.interval(best)
        else { return nil }
        let decimals = comparison.decimals
        let always = "always guessing \(name) (\(Numbers.percent(baseline, decimals: decimals)))"
        let it = comparison.scores.count > 1 ? best.group.label : "It"
        if interval.lowerBound > baseline {
            let points = Numbers.difference(best.mean, baseline, decimals: decimals)
            return "\(it) beats \(always) by \(points)."
        }
        if interval.upperBound < baseline { return "\(it) does worse than \(always)." }
        return "\(it) is not distinguishable from \(always)."
    }

    /// What the best figure would be with other seeds and images, and how differences were judged.
    private var certainty: String? {
        guard let best = comparison.first else { return nil }
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
                "A difference counts when its test gives p < 0.05\(correction). With one \(comparison.repeatNoun) it is the "
                + "difference between two trained networks: another one may turn it round."
        }
        let pairs = comparison.duels.map(\.repetitions).min() ?? best.accuracies.count
        if pairs == 2 {
            return
                "Two \(repeats) of each cannot decide: their spread says next to nothing of how far others would fall, so no "
                + "difference between means counts here, whatever its test gives."
        }
        let least = Statistics.leastSignFlip(pairs)
        let few =
            SeedTest.isPermutation(pairs: pairs, comparisons: count)
            ? ""
            : " \(pairs) \(repeats) are too few for a permutation test, whose least p would be "
                + "\(Numbers.significant(least)), so Student's t takes the differences to be normal."
        return
            "A difference counts when the test over the \(repeats) and the test over the images both give "
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
