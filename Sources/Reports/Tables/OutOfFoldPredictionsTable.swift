import Analysis
import Evaluation
import Files
import Results
import Vocabulary

/// The out-of-fold predictions of a cross-validation: a row for each configuration, seed and image,
/// with the fold and the trial that predicted the image.
struct OutOfFoldPredictionsTable: Table {
    var file: String { "out_of_fold_predictions.csv" }

    func hasData(_ analysis: StudyAnalysis) -> Bool { OutOfFoldTable().hasData(analysis) }

    func text(_ analysis: StudyAnalysis) -> String {
        let sets = analysis.outOfFold?.configurations.flatMap(\.sets) ?? []
        // Configurations may have different data sets.
        let classes = sets.flatMap(\.table.classes).unique
        let hasPatients = sets.contains(where: \.table.hasGroups)
        return CSVTable(
            header: ["group", "seed", "fold", "trial", "file", "label", "predicted"]
                + classes.map { "probability_\($0)" } + (hasPatients ? ["patient"] : []),
            rows: sets.flatMap { Self.rows($0, classes, hasPatients) }
        ).forSpreadsheets.text
    }

    private static func rows(
        _ set: OutOfFoldPredictions, _ classes: [String], _ hasPatients: Bool
    ) -> [[String]] {
        let table = set.table
        let columns = classes.map { table.classes.firstIndex(of: $0) }
        let trials = set.trials.flatMap { trial in
            (trial.predictions[.val]?.files ?? []).map { _ in trial.entry.id }
        }
        return table.files.indices.map { image in
            let probabilities = table.predictions.probabilities(of: image)
            return [
                set.group, String(set.seed), set.folds[image], trials[image],
                table.files[image], table.classes[table.predictions.labels[image]],
                table.classes[table.predictions.predicted[image]],
            ] + columns.map { CSVTable.text(of: $0.map { probabilities[$0] }) }
                + (hasPatients ? [table.groups[image] ?? ""] : [])
        }
    }
}
