import Evaluation
package import Files

/// Somebody else's predictions for images that a model is evaluated on, as
/// `predictions-<name>.csv` in the folder of the evaluation stores them.
package struct ReaderPredictions: Sendable, Hashable {
    /// The name of the reader: a person or another program.
    package let name: String
    /// The predictions. Without probabilities, those of the table are 1 for the predicted class.
    package let table: PredictionTable
    /// Whether the probabilities are known.
    package let hasProbabilities: Bool

    init(name: String, table: PredictionTable, hasProbabilities: Bool) {
        self.name = name
        self.table = table
        self.hasProbabilities = hasProbabilities
    }

    /// The table with the columns of a `PredictionTable`, without those of probabilities if these
    /// are unknown.
    package var csv: CSVTable {
        let csv = table.csv
        if hasProbabilities { return csv }
        let kept = csv.header.indices.filter { !csv.header[$0].hasPrefix(PredictionTable.prefix) }
        return CSVTable(
            header: kept.map { csv.header[$0] }, rows: csv.rows.map { row in kept.map { row[$0] } })
    }

    /// Reads the table.
    /// - Parameter classes: the names of the classes.
    /// - Throws: `ResultsError` with the file, line and column.
    package init(
        name: String, _ document: CSVDocument, classes: [String]
    ) throws(ResultsError) {
        self.name = name
        hasProbabilities = document.table.header.contains {
            $0.hasPrefix(PredictionTable.prefix)
        }
        table = try PredictionTable(document, classes: classes)
    }
}

extension PredictionTable {
    /// The rows of some images.
    /// - Parameter isKept: whether the image with an index is kept.
    package func keeping(_ isKept: (Int) -> Bool) -> PredictionTable {
        let kept = files.indices.filter(isKept)
        if kept.count == files.count { return self }
        return PredictionTable(
            classes: classes, files: kept.map { files[$0] }, groups: kept.map { groups[$0] },
            predictions: Predictions(
                labels: kept.map { predictions.labels[$0] },
                predicted: kept.map { predictions.predicted[$0] },
                probabilities: kept.flatMap { predictions.probabilities(of: $0) },
                classes: classes.count))
    }

    /// The table of the same images with other predictions.
    /// - Parameter probabilities: the probabilities, `[N, K]`; nil: 1 for the predicted class.
    func replacing(decisions: [Int], probabilities: [Double]?) -> PredictionTable {
        let known =
            probabilities
            ?? decisions.flatMap { decision in
                classes.indices.map { $0 == decision ? 1 : 0 }
            }
        return PredictionTable(
            classes: classes, files: files, groups: groups,
            predictions: Predictions(
                labels: predictions.labels, predicted: decisions, probabilities: known,
                classes: classes.count))
    }
}
