import Files
import Foundation
import JSON

/// The folder `evaluations/<name>` of an evaluation: the paths of its files, reading and writing
/// them.
package struct EvaluationFolder: Sendable, Hashable {
    /// The path of the folder.
    package let path: String
    /// The name of the evaluation.
    package let name: String

    package init(_ path: String) {
        self.path = FileManager.withoutParents(path)
        name = URL(fileURLWithPath: path).lastPathComponent
    }

    package var recordPath: String { path + "/evaluation.json" }
    package var predictionsPath: String { path + "/predictions.csv" }
    package var chartsPath: String { path + "/charts" }

    /// Whether the folder has its record, which is written last.
    package var isComplete: Bool { FileManager.default.fileExists(atPath: recordPath) }

    /// The path of a reader's predictions.
    package func predictionsPath(of reader: String) -> String {
        "\(path)/\(EvaluationRecord.Comparison.fileName(reader))"
    }

    /// Writes the predictions and the record, with the digests of the files. An earlier evaluation,
    /// with its charts, is replaced as a whole once all files are written.
    /// - Parameter readers: somebody else's predictions, those of the record's comparisons.
    /// - Throws: `FileError`; an earlier evaluation is then unchanged.
    package func write(
        _ record: EvaluationRecord, _ predictions: EvaluatedPredictions,
        readers: [ReaderPredictions] = []
    ) throws {
        try AtomicFolder.write(to: path, replacing: Self.isOfEvaluation) { path in
            let new = EvaluationFolder(path)
            var record = record
            record.files = [:]
            func write(_ text: String, _ file: String) throws {
                try AtomicFile.write(text, to: file)
                record.files[URL(fileURLWithPath: file).lastPathComponent] =
                    try SHA256Digest.of(file: file)
            }
            try write(predictions.csv.text, new.predictionsPath)
            for reader in readers {
                try write(reader.csv.text, new.predictionsPath(of: reader.name))
            }
            try AtomicFile.write(record.json.pretty, to: new.recordPath)
        }
    }

    /// Whether a file or folder of this name is part of an evaluation, unlike a user's notes.
    private static func isOfEvaluation(_ name: String) -> Bool {
        ["evaluation.json", "predictions.csv", "charts"].contains(name)
            || name.hasPrefix("predictions-") && name.hasSuffix(".csv")
            || name.hasPrefix(".") && name.hasSuffix(".tmp")
    }

    /// Reads the record.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    package func readRecord() throws -> EvaluationRecord { try EvaluationRecord(file: recordPath) }

    /// Reads the predictions, which must be those of the record.
    /// - Throws: `ResultsError`, also for a file with another digest; `FileError`.
    package func readPredictions(of record: EvaluationRecord) throws -> PredictionTable {
        try PredictionTable(table(predictionsPath, of: record))
    }

    /// Reads the predictions of several labels, which must be those of the record.
    /// - Throws: `ResultsError`, also for a file with another digest; `FileError`.
    package func readLabelPredictions(
        of record: EvaluationRecord
    ) throws -> LabelPredictionTable {
        try LabelPredictionTable(table(predictionsPath, of: record))
    }

    /// Reads the readers' predictions, which must be those of the record.
    /// - Throws: `ResultsError`, also for a file with another digest; `FileError`.
    package func readReaders(of record: EvaluationRecord) throws -> [ReaderPredictions] {
        try record.comparisons.map { comparison in
            let name = comparison.source.name
            return try ReaderPredictions(
                name: name, table(predictionsPath(of: name), of: record), classes: record.classes)
        }
    }

    private func table(_ path: String, of record: EvaluationRecord) throws -> CSVDocument {
        guard
            try SHA256Digest.of(file: path)
                == record.files[URL(fileURLWithPath: path).lastPathComponent]
        else { throw ResultsError.otherPredictions(file: path) }
        return try ResultsFolder.csv(path)
    }
}

extension ResultsFolder {
    /// The folder of the evaluations on other data.
    package var evaluationsPath: String { path + "/evaluations" }

    /// The folder of an evaluation, whether it exists or not.
    package func evaluation(_ name: String) -> EvaluationFolder {
        EvaluationFolder("\(evaluationsPath)/\(name)")
    }

    /// The evaluations, complete or not, sorted by name; empty without the folder.
    /// - Throws: `FileError` if the folder cannot be listed.
    package func evaluations() throws -> [EvaluationFolder] {
        guard FileManager.default.fileExists(atPath: evaluationsPath) else { return [] }
        AtomicFolder.recover(in: evaluationsPath)
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: evaluationsPath) } catch {
            throw FileError(operation: "list the folder", path: evaluationsPath, error: error)
        }
        return names.sorted().filter { !$0.hasPrefix(".") }.map { evaluation($0) }
            .filter { FileManager.default.isFolder($0.path) }
    }
}
