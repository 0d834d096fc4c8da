package import Files

/// The predictions of an evaluation, the table `predictions.csv` of its folder.
package enum EvaluatedPredictions: Sendable, Hashable {
    /// Predictions of one class for each image.
    case classes(PredictionTable)
    /// Predictions of several labels for each image.
    case labels(LabelPredictionTable)

    /// The paths of the images, `[N]`.
    package var files: [String] {
        switch self {
        case .classes(let table): table.files
        case .labels(let table): table.files
        }
    }

    /// The table.
    package var csv: CSVTable {
        switch self {
        case .classes(let table): table.csv
        case .labels(let table): table.csv
        }
    }
}
