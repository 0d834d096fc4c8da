import Foundation
import Results

/// The answer that the numbers carry: the best group, its lead, and whether the lead is more than chance.
struct Conclusion {
    private let results: StudyResults
    private let split: MetricSplit
    private let groups: [TrialGroup]

    init(_ results: StudyResults) {
        self.results = results
        let hasTest = results.trials.contains { $0.best?.metrics[.test] != nil }
        let hasVal = results.trials.contains { $0.best?.metrics[.val] != nil }
        let split: MetricSplit = hasTest ? .test : hasVal ? .val : .train
        self.split = split
        groups = results.groups.filter { !$0.bestAccuracies(split).isEmpty }.sorted {
            ($0.bestAccuracies(split).mean, $1.index) > ($1.bestAccuracies(split).mean, $0.index)
        }
    }

    var text: String {
        guard let best = groups.first else {
            return "No trial is complete, so there is nothing to conclude."
        }
        var sentences = [opening(best)]
        if groups.count > 1 { sentences.append(comparison(best)) }
        if let baseline = results.lock.dataset.majorityBaseline(split) {
            sentences.append(against(baseline, best))
        }
        if split == .test { sentences.append(warning ?? "") }
        return sentences.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func opening(_ best: TrialGroup) -> String {
        let values = best.bestAccuracies(split)
        let spread =
            values.count > 1
            ? ", standard deviation \(NumberText.points(values.standardDeviation)) over "
                + "\(values.count) seeds" : ""
        let chosen = split == .test ? ", at the epoch chosen on validation" : ""
        let start =
            groups.count > 1 ? "**\(best.label)** came first with" : "**\(best.label)** reached"
        let mean = values.count > 1 ? "a mean " : "a "
        return
            "\(start) \(mean)\(split.title) accuracy of \(NumberText.percent(values.mean))\(spread)\(chosen)."
    }

    private func comparison(_ best: TrialGroup) -> String {
        let others = groups.dropFirst()
        let near = others.filter { !isApart(best, $0) }
        let lead = best.bestAccuracies(split).mean - groups[1].bestAccuracies(split).mean
        let runnerUp = "Its lead over \(groups[1].label) is \(NumberText.points(lead))"
        if near.count == others.count {
            let rest =
                others.count == 1
                ? "the two" : "it and any of the other \(NumberText.word(others.count))"
            return
                "\(runnerUp), too small to matter: by these trials \(rest) cannot be told apart "
                + "(\(method))."
        }
        if near.isEmpty {
            return
                "\(runnerUp), more than chance would explain (\(method)); so are its leads over all others."
        }
        let apart = others.filter { isApart(best, $0) }.map(\.label).joined(separator: ", ")
        return
            "\(runnerUp). From \(near.map(\.label).joined(separator: ", ")) it cannot be told apart; "
            + "better than \(apart) it is by more than chance would explain (\(method))."
    }

    private var seeds: Int { groups.map(\.trials.count).min() ?? 1 }

    private var method: String {
        seeds > 1
            ? "difference of means against twice its standard error, over seeds and \(split.title) images"
            : "McNemar's exact test on the same \(split.title) images, at 5 % shared among the comparisons"
    }

    /// Whether two groups differ by more than chance.
    private func isApart(_ a: TrialGroup, _ b: TrialGroup) -> Bool {
        let (first, second) = (a.bestAccuracies(split), b.bestAccuracies(split))
        let difference = abs(first.mean - second.mean)
        let images = Double(max(1, results.lock.dataset.total(split)))
        if seeds > 1 {
            let variance = [first, second].reduce(0) { sum, values in
                let ofSeeds =
                    values.standardDeviation * values.standardDeviation / Double(values.count)
                return sum + ofSeeds + values.mean * (1 - values.mean) / images
            }
            return difference > 2 * variance.squareRoot()
        }
        if let one = a.trials.first?.predictions[split],
            let two = b.trials.first?.predictions[split],
            one.rows.count == two.rows.count
        {
            let pairs = zip(one.rows, two.rows)
            let probability = McNemar.probability(
                first: pairs.count { $0.isRight && !$1.isRight },
                second: pairs.count { !$0.isRight && $1.isRight })
            return probability < 0.05 / Double(max(1, groups.count - 1))
        }
        let variance = [first, second].reduce(0) { $0 + $1.mean * (1 - $1.mean) / images }
        return difference > 2 * variance.squareRoot()
    }

    private func against(_ baseline: Double, _ best: TrialGroup) -> String {
        let dataset = results.lock.dataset
        let mean = best.bestAccuracies(split).mean
        let interval = Wilson.interval(
            successes: Int((mean * Double(dataset.total(split))).rounded()),
            of: dataset.total(split))
        let always =
            "always answering \(dataset.majorityClass ?? "the largest class") "
            + "(\(NumberText.percent(baseline)))"
        return interval.low > baseline
            ? "That is clearly better than \(always)."
            : "That is not clearly better than \(always)."
    }

    private var warning: String? {
        let count = results.lock.dataset.total(.val)
        guard count > 0, count < 100 else { return nil }
        let point = String(format: "%.2f", 100 / Double(count))
        return
            "The epochs were chosen on \(count) validation images, of which each counts \(point) points: "
            + "that choice is mostly noise."
    }
}
