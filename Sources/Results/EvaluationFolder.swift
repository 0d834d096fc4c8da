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

    /// Writes the predictions and then the record, with the digests of the files.
    /// - Throws: `FileError`.
    package func write(_ record: EvaluationRecord, _ predictions: PredictionTable) throws {
        try FileManager.makeFolder(path)
        try FileManager.removeFile(recordPath)
        try AtomicFile.write(predictions.csv.text, to: predictionsPath)
        var record = record
        record.files = ["predictions.csv": try SHA256Digest.of(file: predictionsPath)]
        try AtomicFile.write(record.json.pretty, to: recordPath)
    }

    /// Reads the record.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    package func readRecord() throws -> EvaluationRecord { try EvaluationRecord(file: recordPath) }

    /// Reads the predictions.
    /// - Throws: `ResultsError`, `FileError`.
    package func readPredictions() throws -> PredictionTable {
        try PredictionTable(ResultsFolder.csv(predictionsPath))
    }
}

extension ResultsFolder {
    /// The folder of the evaluations on other data.
    package var evaluationsPath: String { path + "/evaluations" }

    /// The folder of an evaluation, whether it exists or not.
    package func evaluation(_ name: String) -> EvaluationFolder {
        EvaluationFolder("\(evaluationsPath)/\(name)")
    }

    /// The complete evaluations, sorted by name.
    package var evaluations: [EvaluationFolder] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: evaluationsPath)) ?? []
        return names.sorted().map { evaluation($0) }.filter(\.isComplete)
    }
}
