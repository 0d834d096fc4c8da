import Analysis
import Datasets
import Results

/// Somebody else's predictions of the images of an evaluation, with which the model is compared.
struct EvaluatedReaders {
    private let files: [ReaderFile]

    /// Reads the files.
    /// - Parameters:
    ///   - classes: the names of the classes of the model.
    ///   - positive: the positive class of two; nil if it is unknown.
    /// - Throws: `EvaluationFailure` for a file that cannot be read, with its line, or that has
    ///   other images.
    init(
        _ options: EvaluationOptions, of images: LabeledImages, classes: [String],
        positive: String?
    ) throws {
        files = try options.readers.map { reader in
            do {
                return try ReaderFile(
                    name: reader.name, path: reader.path, written: reader.written,
                    images: images.samples.map(\.path),
                    labels: images.samples.map(\.label), classes: classes, positive: positive,
                    commonOnly: options.comparesCommonImages)
            } catch {
                // The error of a set has the location of the setting.
                throw EvaluationFailure(
                    options.set == nil ? "--predictions: \(error)" : "\(error)")
            }
        }
    }

    /// Notes for the user on how the files were read.
    var notes: [String] {
        files.flatMap { file in file.source.notes.map { "\(file.source.file): \($0)" } }
    }

    /// Whether a record was compared with these files.
    func areCompared(in record: EvaluationRecord) -> Bool {
        files.map { [$0.source.name, $0.source.digest] } == record.comparedFiles
    }

    /// The predictions of the images of a model's predictions, by reader.
    func predictions(for table: PredictionTable) -> [ReaderPredictions] {
        files.map { $0.predictions(for: table) }
    }

    /// The comparisons of a model with the readers.
    /// - Parameters:
    ///   - table: the predictions of the model.
    ///   - evaluation: the figures of these predictions.
    ///   - threshold: the decision threshold of the model; nil: none.
    /// - Throws: `EvaluationFailure` for a file without an image that could be predicted;
    ///   `EvaluationError`.
    func comparisons(
        of table: PredictionTable, _ evaluation: ModelEvaluation, positive: String?,
        threshold: Double?
    ) throws -> [EvaluationRecord.Comparison] {
        EvaluationRecord.Comparison.corrected(
            try files.map { file in
                let reader = file.predictions(for: table)
                guard !reader.table.files.isEmpty else {
                    throw EvaluationFailure(
                        "--predictions \(file.source.file): contains none of the images that could "
                            + "be predicted")
                }
                return try EvaluationRecord.Comparison(
                    of: table, with: reader, source: file.source, evaluation: evaluation,
                    positive: positive, threshold: threshold)
            })
    }
}
