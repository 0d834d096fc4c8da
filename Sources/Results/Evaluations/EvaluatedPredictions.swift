package import Files

/// The predictions of an evaluation, the table `predictions.csv` of its folder.
package enum EvaluatedPredictions: Sendable, Hashable {
    /// Predictions of one class for each image.
    case classes(PredictionTable)
    /// Predictions of several labels for each image.
    case labels(LabelPredictionTable)

    /// The table.
    package var csv: CSVTable {
        switch self {
        case .classes(let table): table.csv
        case .labels(let table): table.csv
        }
    }
}
