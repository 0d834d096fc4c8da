import Analysis
import Evaluation
import Files
import Results
import Vocabulary

/// Every metric of every trial's predictions: a row for each trial, split, class and decision rule.
///
/// `class` is `all` for all classes together, otherwise a class against the rest. `decision` is
/// `largest` if the class with the largest probability is predicted, or `threshold` if the
/// threshold that was chosen on validation decides. Metrics that depend on the positive class are
/// empty if it is unknown.
struct MetricsTable: Table {
    var file: String { "metrics.csv" }

    func text(_ analysis: StudyAnalysis) -> String {
        let rows = analysis.results.trials.flatMap { trial in
            Split.allCases.flatMap { split in self.rows(trial, split, analysis) }
        }
        return CSVTable(
            header: ["id", "group", "seed", "split", "images", "class", "decision", "threshold"]
                + ["positive_class"] + EvaluationMetrics.all.map(\.name), rows: rows
        ).forSpreadsheets.text
    }

    private func rows(
        _ trial: TrialResult, _ split: Split, _ analysis: StudyAnalysis
    ) -> [[String]] {
        guard let predictions = analysis.predictions[trial.entry.id]?[split] else { return [] }
        let entry = trial.entry
        func row(_ name: String, _ threshold: Threshold?, _ values: [Double?]) -> [String] {
            [
                entry.id, entry.group, String(entry.seed), split.rawValue,
                String(predictions.count),
                name, threshold == nil ? "largest" : "threshold",
                CSVTable.text(of: threshold?.value), analysis.positiveClass ?? "",
            ] + values.map { CSVTable.text(of: $0) }
        }
        var rows = [row("all", nil, EvaluationMetrics.all.map { $0.value(predictions) })]
        if !predictions.isBinary {
            rows += trial.record.classes.enumerated().map { column, name in
                row(name, nil, EvaluationMetrics.all.map { $0.value(predictions, of: column) })
            }
        }
        if predictions.isBinary, split != .train, let threshold = analysis.threshold(trial) {
            let decided = predictions.decided(at: threshold.value)
            rows.append(
                row(
                    "all", threshold,
                    EvaluationMetrics.all.map { Self.decided($0, predictions, decided) }))
        }
        return rows
    }

    /// The value of a metric at a threshold. Metrics of the probabilities do not depend on it.
    private static func decided(
        _ metric: any Metric, _ predictions: WeightedPredictions, _ decided: WeightedPredictions
    ) -> Double? {
        metric.value(metric.isOfDecisions ? decided : predictions)
    }
}
