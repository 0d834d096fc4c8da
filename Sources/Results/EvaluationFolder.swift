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
        // Charts of an earlier evaluation would show other predictions.
        try? FileManager.default.removeItem(atPath: chartsPath)
    }

    /// Reads the record.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    package func readRecord() throws -> EvaluationRecord { try EvaluationRecord(file: recordPath) }

    /// Reads the predictions, which must be those of the record.
    /// - Throws: `ResultsError`, also for a file with another digest; `FileError`.
    package func readPredictions(of record: EvaluationRecord) throws -> PredictionTable {
        guard
            try SHA256Digest.of(file: predictionsPath)
                == record.files[URL(fileURLWithPath: predictionsPath).lastPathComponent]
        else { throw ResultsError.otherPredictions(file: predictionsPath) }
        return try PredictionTable(ResultsFolder.csv(predictionsPath))
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
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: evaluationsPath) } catch {
            throw FileError(operation: "list the folder", path: evaluationsPath, error: error)
        }
        return names.sorted().filter { !$0.hasPrefix(".") }.map { evaluation($0) }
            .filter { FileManager.default.isFolder($0.path) }
    }
}
