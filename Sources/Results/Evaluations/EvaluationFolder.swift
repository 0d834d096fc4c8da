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

    /// Writes the predictions and the record, with the digests of the files. An earlier evaluation
    /// is replaced after all files are written, so that a full disk does not destroy it.
    /// - Parameter readers: somebody else's predictions, those of the record's comparisons.
    /// - Throws: `FileError`.
    package func write(
        _ record: EvaluationRecord, _ predictions: PredictionTable,
        readers: [ReaderPredictions] = []
    ) throws {
        let new = EvaluationFolder("\(FileManager.parentPath(path))/.\(name).new")
        try FileManager.makeFolder(path)
        try FileManager.makeFolder(new.path)
        defer { try? FileManager.default.removeItem(atPath: new.path) }
        try AtomicFile.write(predictions.csv.text, to: new.predictionsPath)
        var record = record
        record.files = ["predictions.csv": try SHA256Digest.of(file: new.predictionsPath)]
        var moves = [(new.predictionsPath, predictionsPath)]
        for reader in readers {
            let file = new.predictionsPath(of: reader.name)
            try AtomicFile.write(reader.csv.text, to: file)
            record.files[EvaluationRecord.Comparison.fileName(reader.name)] =
                try SHA256Digest.of(file: file)
            moves.append((file, predictionsPath(of: reader.name)))
        }
        try AtomicFile.write(record.json.pretty, to: new.recordPath)
        for (from, to) in moves + [(new.recordPath, recordPath)] {
            guard rename(from, to) == 0 else { throw FileError(operation: "write", path: to) }
        }
        removeReaders(except: record.files)
        // Charts of an earlier evaluation would show other predictions.
        try? FileManager.default.removeItem(atPath: chartsPath)
    }

    /// Removes the readers' predictions of an earlier evaluation.
    private func removeReaders(except files: [String: String]) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix("predictions-") && name.hasSuffix(".csv") {
            if files[name] == nil {
                try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
            }
        }
    }

    /// Reads the record.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    package func readRecord() throws -> EvaluationRecord { try EvaluationRecord(file: recordPath) }

    /// Reads the predictions, which must be those of the record.
    /// - Throws: `ResultsError`, also for a file with another digest; `FileError`.
    package func readPredictions(of record: EvaluationRecord) throws -> PredictionTable {
        try PredictionTable(table(predictionsPath, of: record))
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
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: evaluationsPath) } catch {
            throw FileError(operation: "list the folder", path: evaluationsPath, error: error)
        }
        return names.sorted().filter { !$0.hasPrefix(".") }.map { evaluation($0) }
            .filter { FileManager.default.isFolder($0.path) }
    }
}
