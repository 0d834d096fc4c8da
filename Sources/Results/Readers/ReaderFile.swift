import Files
import Foundation

/// A table of somebody else's predictions, such as those of a radiologist or of another program,
/// for images that a model is evaluated on.
///
/// Every row names an image, and has the decision, a probability for each class, or both; see
/// `ReaderColumns` for the names of the columns and `NamedImages` for those of the images. The
/// probabilities of an image must add up to 1 within 0.001; a value up to 1e-6 outside 0 to 1 is
/// taken as rounding. Probabilities that are all 0 or 1 are decisions.
package struct ReaderFile: Sendable {
    /// The name of the file, its digest, and what it contains.
    package let source: EvaluationRecord.Comparison.Source
    /// The prediction of each image, by the path of the image.
    private let predictions: [String: Prediction]
    private let classes: Int

    /// The prediction of an image.
    struct Prediction: Sendable, Hashable {
        /// The predicted class.
        var decision: Int
        /// The probabilities of the classes, `[K]`; nil without probabilities.
        var probabilities: [Double]?
    }

    /// Reads the table.
    /// - Parameters:
    ///   - name: the name of the reader.
    ///   - written: the path as the user wrote it, for the description; nil: `path`.
    ///   - images: the paths of the images in the data set, as text.
    ///   - labels: the actual classes of the images, `[N]`.
    ///   - classes: the names of the classes.
    ///   - positive: the positive class of two; nil if it is unknown.
    ///   - commonOnly: whether images without a row and rows without an image are accepted.
    /// - Throws: `TableError` with the file and line; `FileError`.
    package init(
        name: String, path: String, written: String? = nil, images: [String], labels: [Int],
        classes: [String], positive: String?, commonOnly: Bool
    ) throws {
        let digest = try SHA256Digest.of(file: path)
        let table = try TableFile(path: path, names: ["file", "predicted", "probability"])
        guard !table.rows.isEmpty else {
            throw TableError(path, line: nil, reason: "has a header but no rows")
        }
        let positive = positive.flatMap { classes.firstIndex(of: $0) }
        let columns = try ReaderColumns(table, classes, positive: positive)
        let rows = try ReaderRows(table, columns, images, classes, commonOnly: commonOnly)
        let values = ReaderValues(
            table: table, columns: columns,
            classes: ReaderClasses(names: classes, positive: positive))
        let read = try values.read(rows.found.map { (index: $0.row, label: labels[$0.image]) })
        var predictions: [String: Prediction] = [:]
        for (row, prediction) in zip(rows.found, read.predictions) {
            predictions[images[row.image]] = prediction
        }
        self.predictions = predictions
        self.classes = classes.count
        let unread =
            columns.unread.isEmpty
            ? [] : ["columns that are not read: \(columns.unread.joined(separator: ", "))"]
        source = EvaluationRecord.Comparison.Source(
            name: name, file: written ?? path, digest: digest, rows: table.rows.count,
            otherRows: table.rows.count - rows.found.count,
            hasProbabilities: read.hasProbabilities, hasDecisions: read.hasDecisions,
            notes: read.notes + unread)
    }

    /// The predictions for the images of a model's predictions, with the labels and patients of
    /// these, in their order; images that the file does not have are left out.
    package func predictions(for table: PredictionTable) -> ReaderPredictions {
        let common = table.keeping { predictions[table.files[$0]] != nil }
        let found = common.files.compactMap { predictions[$0] }
        return ReaderPredictions(
            name: source.name,
            table: common.replacing(
                decisions: found.map(\.decision),
                probabilities: source.hasProbabilities
                    ? found.flatMap { $0.probabilities ?? [] } : nil),
            hasProbabilities: source.hasProbabilities)
    }
}
