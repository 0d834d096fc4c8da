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

    /// Writes the predictions and the record, with the digests of the files. An earlier evaluation
    /// is replaced after both files are written, so that a full disk does not destroy it.
    /// - Throws: `FileError`.
    package func write(_ record: EvaluationRecord, _ predictions: PredictionTable) throws {
        let new = EvaluationFolder("\(FileManager.parentPath(path))/.\(name).new")
        try FileManager.makeFolder(path)
        try FileManager.makeFolder(new.path)
        defer { try? FileManager.default.removeItem(atPath: new.path) }
        try AtomicFile.write(predictions.csv.text, to: new.predictionsPath)
        var record = record
        record.files = ["predictions.csv": try SHA256Digest.of(file: new.predictionsPath)]
        try AtomicFile.write(record.json.pretty, to: new.recordPath)
        for (from, to) in [
            (new.predictionsPath, predictionsPath), (new.recordPath, recordPath),
        ] {
            guard rename(from, to) == 0 else { throw FileError(operation: "write", path: to) }
        }
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
        return names.sorted().filter { !$0.hasPrefix(".") }.map { evaluation($0) }
            .filter(\.isComplete)
    }

    /// The names of the folders in `evaluations/` without a record, sorted.
    var incompleteEvaluations: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: evaluationsPath)) ?? []
        return names.sorted().filter { !$0.hasPrefix(".") && !evaluation($0).isComplete }
    }
}
