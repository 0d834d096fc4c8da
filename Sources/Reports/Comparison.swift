import Evaluation
import Results

/// The groups in the order of their accuracy, and whether the differences mean anything.
struct Comparison {
    /// Below this probability, a difference counts as more than chance.
    static let level = 0.05

    /// The split that decides: test; without one validation, then training.
    let split: MetricSplit
    /// The images of the split.
    let images: Int
    /// What the trials of a group differ by, such as `seed`.
    let repeatNoun: String
    /// From the best on.
    let scores: [Score]

    /// A group's accuracies at the epochs that its trials' selection picked.
    struct Score {
        let group: TrialGroup
        let accuracies: [Double]
        let mean: Double
        var deviation: Double? { Statistics.deviation(accuracies) }

        /// `83.1%` or `83.1% ± 0.4`
        func text(_ decimals: Int) -> String {
            Numbers.percent(mean, deviation, decimals: decimals)
        }
    }

    /// - Parameter isFair: whether all trials were measured on the same images; else there are no tests.
    init(_ results: StudyResults, isFair: Bool = true) {
        let groups = results.groups
        let split = [MetricSplit.test, .val].first { split in
            groups.contains { !$0.bestAccuracies(split).isEmpty }
        }
        self.split = split ?? .train
        repeatNoun = results.repeatNoun
        images = results.lock.dataset.total(self.split)
        let scores = groups.compactMap { [split = self.split] group -> Score? in
            let accuracies = group.bestAccuracies(split)
            return Statistics.mean(accuracies).map {
                Score(group: group, accuracies: accuracies, mean: $0)
            }
        }
        self.scores = Self.sorted(scores)
        duels =
            isFair
            ? Duel.all(
                self.scores, split: self.split, images: images, repeats: "\(results.repeatNoun)s")
            : []
        axes = isFair ? AxisComparison.all(results, split: self.split, images: images) : []
    }

    /// From the best on; equals in the study's order.
    static func sorted(_ scores: [Score]) -> [Score] {
        scores.sorted { ($0.mean, $1.group.index) > ($1.mean, $0.group.index) }
    }

    var best: Score? { scores.first }

    /// Every other group against the best, from the runner-up on, corrected for their number.
    let duels: [Duel]
    /// The values of each axis against each other, where that is a fair match.
    let axes: [AxisComparison]

    /// Digits behind the point that percentages of the deciding split deserve.
    var decimals: Int { Numbers.decimals(of: best?.mean ?? 0.5, images: images) }

    /// The 95% interval of a score for the number of images; nil without images.
    func interval(_ score: Score) -> ClosedRange<Double>? {
        images > 0 ? Statistics.wilson(score.mean, count: images) : nil
    }

    /// The trial of the best group that did best by the metric that picks epochs; the first of equals.
    var bestTrial: TrialResult? {
        best?.group.trials.reduce(nil as TrialResult?) { champion, trial in
            guard let champion, let old = champion.selection else { return trial }
            return (trial.selection ?? -.infinity) > old ? trial : champion
        }
    }
}

extension TrialResult {
    /// The metric that picked the best epoch, such that more is better; nil when it is unknown.
    fileprivate var selection: Double? {
        let parts = record.monitor.split(separator: "_")
        guard parts.count == 2, let split = MetricSplit(rawValue: String(parts[0])),
            let metrics = best?.metrics[split]
        else { return nil }
        let value = parts[1] == "loss" ? -metrics.loss : metrics.accuracy
        return value.isFinite ? value : nil
    }
}
