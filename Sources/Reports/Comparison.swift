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
        var text: String {
            Numbers.percent(mean)
                + (deviation.map { " ± " + Numbers.fixed(100 * $0, 1) } ?? "")
        }
    }

    init(_ results: StudyResults) {
        let groups = results.groups
        let split = [MetricSplit.test, .val].first { split in
            groups.contains { !$0.bestAccuracies(split).isEmpty }
        }
        self.split = split ?? .train
        repeatNoun = results.repeatNoun
        images = results.lock.dataset.total(self.split)
        scores = groups.compactMap { [split = self.split] group in
            let accuracies = group.bestAccuracies(split)
            return Statistics.mean(accuracies).map {
                Score(group: group, accuracies: accuracies, mean: $0)
            }
        }.sorted { ($0.mean, $1.group.index) > ($1.mean, $0.group.index) }
    }

    var best: Score? { scores.first }

    /// Every other group against the best, from the runner-up on.
    var duels: [Duel] {
        guard let best else { return [] }
        return scores.dropFirst().map {
            Duel(best, $0, split: split, images: images, repeats: "\(repeatNoun)s")
        }
    }

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
        let parts = record.select.split(separator: "_")
        guard parts.count == 2, let split = MetricSplit(rawValue: String(parts[0])),
            let metrics = best?.metrics[split]
        else { return nil }
        let value = parts[1] == "loss" ? -metrics.loss : metrics.accuracy
        return value.isFinite ? value : nil
    }

    /// The predictions on a split when they are those of the best epoch, to half an image.
    func matchingPredictions(_ split: MetricSplit) -> Predictions? {
        guard let predictions = predictions[split], !predictions.rows.isEmpty,
            let accuracy = best?.metrics[split]?.accuracy
        else { return nil }
        let right = Double(predictions.rows.count(where: \.isRight))
        let count = Double(predictions.rows.count)
        return abs(right - accuracy * count) < 0.5 ? predictions : nil
    }
}
