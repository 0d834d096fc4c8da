package import Evaluation
package import Results
import Tensors
package import Vocabulary

/// The analysis of a study whose images can have several labels: the best trial of the
/// configuration that validation chose, evaluated label by label.
package struct LabelAnalysis: Sendable {
    /// The rule that chooses the threshold of each label on the validation images.
    package static let rule = ThresholdRule.youden
    /// The number of entries, images times labels times replicates, that the bootstrap may compute.
    private static let mostEntries = 200_000_000

    /// The results that are analyzed.
    package let results: StudyResults
    /// The names of the labels.
    package let labels: [String]
    /// The choice by the monitored metric.
    package let choice: StudyChoice
    /// The evaluation split: test; if there is none, validation.
    package let split: Split
    /// The best trial of the best configuration; nil without a finished trial.
    package let trial: TrialResult?
    /// The predictions of `trial` on `split`; nil if there are none that match its best epoch.
    package let table: LabelPredictionTable?
    /// The threshold of each label, chosen on validation; nil without validation predictions, so
    /// that all are 0.5.
    package let thresholds: LabelThresholds?
    /// The predictions of `table`, decided at the thresholds.
    package let predictions: WeightedLabelPredictions?
    /// The metrics of `predictions`, with intervals.
    package let evaluation: LabelEvaluation?
    /// The number of resamplings of the intervals.
    package let replicates: Int

    /// True if the intervals resample patients, false if they resample images.
    package var isByPatient: Bool { table?.clusters != nil }

    /// - Parameter replicates: the number of resamplings; fewer if there are very many predictions.
    package init(_ results: StudyResults, replicates: Int = StudyAnalysis.replicates) {
        self.results = results
        labels = results.lock.dataset.classes
        let choice = StudyChoice(results)
        self.choice = choice
        split = results.evaluationSplit
        let group =
            choice.winners.first?.group ?? choice.candidates.first?.group ?? results.groups.first
        let trial = group.flatMap { choice.bestTrial(of: $0) }
        self.trial = trial
        let validation = trial?.weightedLabels(.val)?.predictions
        thresholds = validation.map { LabelThresholds($0, rule: Self.rule) }
        let tested = trial?.weightedLabels(split)
        table = tested?.table
        let predictions = tested?.predictions
        let decided = thresholds.flatMap { predictions?.decided(at: $0.values) } ?? predictions
        self.predictions = decided
        let entries = max(1, (predictions?.count ?? 0) * results.lock.dataset.classes.count)
        let count = min(replicates, max(200, Self.mostEntries / entries))
        self.replicates = count
        let clusters = table?.clusters
        evaluation = decided.map { predictions in
            LabelEvaluation(
                predictions,
                bootstrap: Bootstrap(
                    images: predictions.count, replicates: count, clusters: clusters))
        }
    }

    /// The number of images of the evaluation split for which a label is positive.
    package func positives(_ label: Int) -> Int { predictions?.counts[label].positive ?? 0 }

    /// A metric of a configuration: the mean over labels ("macro") of each trial on the evaluation
    /// split; empty if a trial has no predictions.
    package func macros(_ metric: any Metric, of group: TrialGroup) -> [Double] {
        let values = group.trials.compactMap { trial in
            trial.weightedLabels(split)?.predictions.macro(metric)
        }
        return values.count == group.trials.count ? values : []
    }
}

extension TrialResult {
    /// The predictions of several labels on a split at the best epoch, and as metrics take them.
    /// - Returns: nil without predictions that match the best epoch, or if some are not numbers.
    package func weightedLabels(
        _ split: Split
    ) -> (table: LabelPredictionTable, predictions: WeightedLabelPredictions)? {
        guard let table = labelPredictions[split], let accuracy = best?.metrics[split]?.accuracy,
            let predictions = try? WeightedLabelPredictions(table.predictions)
        else { return nil }
        // The exact match ratio at 0.5, which the training stores as the accuracy.
        let images = Double(table.files.count)
        let difference = abs((predictions.exactMatch ?? 0) - accuracy) * images
        return difference < 0.5 ? (table, predictions) : nil
    }
}
