import Analysis
import Evaluation
import Files
import Results

/// The metrics of the out-of-fold predictions of a cross-validation: a row for each configuration,
/// seed and metric, and for several seeds a row for the mean over them.
///
/// `folds_mean` and `folds_std` are of the metrics of each fold on its own, of all seeds, and are
/// in the last row of a configuration and metric.
struct OutOfFoldTable: Table {
    var file: String { "out_of_fold.csv" }

    func hasData(_ analysis: StudyAnalysis) -> Bool {
        analysis.outOfFold?.configurations.isEmpty == false
    }

    func text(_ analysis: StudyAnalysis) -> String {
        let rows = (analysis.outOfFold?.configurations ?? []).flatMap { configuration in
            EvaluationMetrics.all.flatMap { Self.rows($0, configuration, analysis.positiveClass) }
        }
        return CSVTable(
            header: [
                "group", "folds", "images", "seed", "metric", "value", "unit", "low", "high",
                "delong_low", "delong_high", "folds_mean", "folds_std", "folds_defined",
                "positive_class",
            ], rows: rows
        ).forSpreadsheets.text
    }

    private static func rows(
        _ metric: any Metric, _ configuration: OutOfFoldAnalysis.Configuration,
        _ positive: String?
    ) -> [[String]] {
        var seeds = zip(configuration.sets, configuration.evaluations).map { set, evaluation in
            (
                seed: String(set.seed), figure: evaluation.metrics[metric.name],
                area: metric.name == AreaUnderROC().name ? evaluation.area : nil
            )
        }
        if seeds.count > 1 { seeds.append(("all", configuration.metrics[metric.name], nil)) }
        let ofFolds = configuration.ofFolds[metric.name, default: []]
        return seeds.enumerated().compactMap { index, row in
            guard let figure = row.figure else { return nil }
            let isLast = index + 1 == seeds.count
            let numbers = [
                row.area?.interval?.lowerBound, row.area?.interval?.upperBound,
                isLast ? Statistics.mean(ofFolds) : nil, isLast ? Statistics.std(ofFolds) : nil,
            ]
            return [
                configuration.group, String(configuration.folds), String(configuration.images),
                row.seed, metric.name, CSVTable.text(of: figure.value), configuration.unit,
                CSVTable.text(of: figure.resampled?.lowerBound),
                CSVTable.text(of: figure.resampled?.upperBound),
            ] + numbers.map { CSVTable.text(of: $0) } + [
                isLast ? String(ofFolds.count) : "",
                metric.isOfPositiveClass ? positive ?? "" : "",
            ]
        }
    }
}
