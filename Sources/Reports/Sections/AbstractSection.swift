import Analysis
import Evaluation
import Foundation
import Markup
import Results
import Terminal

/// The question; right after it the answer in a few sentences, and how sure it is.
struct AbstractSection {
    let analysis: StudyAnalysis

    private var results: StudyResults { analysis.results }
    private var comparison: Comparison { analysis.comparison }
    private var repeats: String { "\(comparison.repeatNoun)s" }

    var markdown: Markdown {
        let question = results.lock.question.trimmingCharacters(in: .whitespacesAndNewlines)
        let answer: Markdown? = answer.map { "**Answer.** \($0.joined(separator: " "))" }
        let sure: Markdown? = certainty.map { "**How sure.** \($0)" }
        return [
            DataCautions(analysis: analysis).remark, Markdown(source: question),
            answer ?? "No trial is complete yet.", sure, warning,
        ]
        .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var answer: [Markdown]? {
        guard let first = comparison.first else { return nil }
        let axes =
            comparison.isSingle ? [] : comparison.axes.map { $0.sentence(comparison.decimals) }
        return ChoiceSentences(analysis: analysis).all
            + DifferenceSentences(analysis: analysis).all
            + (axes + [constant(first)]).compactMap { $0 }
    }

    /// The first configuration against a constant prediction.
    private func constant(_ first: Comparison.Score) -> Markdown? {
        guard let test = analysis.constantTests.first(where: { $0.group == first.group.name }),
            let probability = test.probability
        else { return nil }
        let decimals = comparison.decimals
        let always =
            "always predicting \(test.predicted) (\(Formatting.percent(test.baseline, decimals: decimals)))"
        let it = comparison.scores.count > 1 ? first.group.label : "It"
        let correction = analysis.constantTests.count > 1 ? "corrected " : ""
        let p = "(\(correction)\(Formatting.pValue(probability)))"
        switch test.verdict {
        case .above:
            let points = Formatting.difference(test.mean, test.baseline, decimals: decimals)
            return "\(it) beats \(always) by \(points) \(p)."
        case .below: return "\(it) does worse than \(always) \(p)."
        case .notSignificant: return "\(it) is not distinguishable from \(always) \(p)."
        }
    }

    /// What the best figure would be with other seeds and images, and how differences were judged.
    private var certainty: Markdown? {
        guard let best = comparison.first else { return nil }
        let intervals = [seeds(best), images(best)].compactMap { $0 }.joined(separator: "; ")
        let range: Markdown? =
            intervals.isEmpty ? nil : "95% intervals of its accuracy: \(intervals)."
        return [range, judgement(best)].compactMap { $0 }.joined(separator: " ")
    }

    private func seeds(_ best: Comparison.Score) -> String? {
        RepeatInterval(best.accuracies, within: 0...1).range.map { interval in
            "\(Formatting.range(interval, decimals: comparison.decimals)) over \(repeats) "
                + "(Student's t, \(best.accuracies.count) of them)"
        }
    }

    private func images(_ best: Comparison.Score) -> String? {
        guard let interval = analysis.intervals[best.group.name]?.accuracy else { return nil }
        return "\(Formatting.range(interval, decimals: comparison.decimals)) over \(analysis.unit) "
            + "(\(analysis.accuracyMethod.name))"
    }

    private func judgement(_ best: Comparison.Score) -> Markdown? {
        let count = comparison.pairwiseComparisons.count
        guard count > 0 else { return nil }
        let correction =
            count > 1 ? ", corrected for \(Formatting.count(count)) comparisons (Holm)" : ""
        guard best.accuracies.count > 1 else {
            guard comparison.pairwiseComparisons.contains(where: { !$0.tests.isEmpty }) else {
                return nil
            }
            let noun = comparison.repeatNoun
            return
                "A difference counts when its test gives p < 0.05\(correction). With one \(noun) it is the "
                + "difference between two trained networks: another \(noun) may reverse it."
        }
        let decidable = comparison.pairwiseComparisons.filter { !$0.isOfTwo }
        if decidable.isEmpty {
            return
                "Two \(repeats) cannot decide: their spread says next to nothing of how far others would fall, so no "
                + "difference between means counts here, whatever its test gives."
        }
        let judged = decidable.filter { !$0.tests.isEmpty }
        guard !judged.isEmpty else { return nil }
        let pairs =
            judged.map(\.repetitions).filter { $0 > 1 }.min() ?? best.accuracies.count
        let least = Statistics.leastSignFlip(pairs)
        let ofTwo =
            decidable.count < count
            ? " None counts against a configuration with two \(repeats), which cannot decide." : ""
        let few =
            !hasSeedTests(judged) || SeedTest.isPermutation(pairs: pairs, comparisons: count)
            ? ""
            : " \(pairs) \(repeats) are too few for a permutation test, whose least p would be "
                + "\(Formatting.significant(least)), so Student's t takes the differences to be normal."
        return
            "A difference counts when \(tests(judged)) p < 0.05\(correction).\(few)\(ofTwo)"
    }

    private func hasSeedTests(_ pairwiseComparisons: [PairwiseComparison]) -> Bool {
        pairwiseComparisons.contains { pair in
            pair.tests.contains { SeedTest.isOverRepeats($0, repeats) }
        }
    }

    /// What has to find a difference: as many tests as there are of every comparison.
    private func tests(_ pairwiseComparisons: [PairwiseComparison]) -> String {
        let overRepeats = pairwiseComparisons.map { pair in
            pair.tests.count { SeedTest.isOverRepeats($0, repeats) }
        }
        let others = zip(pairwiseComparisons, overRepeats).map { $0.tests.count - $1 }
        if overRepeats.allSatisfy({ $0 > 0 }), others.allSatisfy({ $0 > 0 }) {
            return
                "the test over the \(repeats) and the test over the \(analysis.unit) both give"
        }
        if others.allSatisfy({ $0 == 0 }) { return "the test over the \(repeats) gives" }
        if overRepeats.allSatisfy({ $0 == 0 }) { return "the test over the \(analysis.unit) gives" }
        return "every test that there is of it gives"
    }

    private var warning: Markdown? {
        if results.lock.dataset.isPhantom {
            return """
                > **Phantoms, not patients.** The program drew these images; no number here says \
                anything of real X-rays.
                """
        }
        guard Set(results.lock.dataset.classes) == ["NORMAL", "PNEUMONIA"] else { return nil }
        return """
            > **For research, not for diagnosis.** These networks were measured on images from one \
            source. They were not tested on images of another hospital, where accuracy can be lower \
            (Zech et al., 2018).
            """
    }
}
