package import Files
import Foundation
import JSON
package import Vocabulary

/// The folder of one trial: where its files stand, read and written whole.
package struct TrialFolder: Sendable, Hashable {
    package let path: String
    package let id: String

    /// A folder by its path, whether it is there or not.
    package init(_ path: String, id: String) {
        self.path = path
        self.id = id
    }

    /// The results folder that the trial is in: `<results>/trials/<id>`.
    package var results: ResultsFolder {
        let trials = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent()
        return ResultsFolder(trials.deletingLastPathComponent().path)
    }

    /// Reads the lock of the trial's study; nil if there is none, as for a copy of the folder.
    /// - Throws: `ResultsError`, `JSONError`, `FileError` for a lock that cannot be read.
    package func readStudyLock() throws -> StudyLock? {
        guard FileManager.default.fileExists(atPath: results.lockPath) else { return nil }
        return try results.readLock()
    }

    package var recordPath: String { path + "/trial.json" }
    package var epochsPath: String { path + "/epochs.csv" }
    package var stepsPath: String { path + "/steps.csv" }
    package var bestPath: String { path + "/best.safetensors" }
    package var lastPath: String { path + "/last.safetensors" }
    /// What the processes that trained it have said.
    package var logPath: String { path + "/log.txt" }
    /// Why it is not complete, when its last training did not end well.
    package var failurePath: String { path + "/failed.json" }
    /// What resuming needs.
    package var statePath: String { path + "/state" }

    package func predictionsPath(_ split: Split) -> String {
        "\(path)/predictions-\(split.rawValue).csv"
    }

    /// Makes the folder when it is not there.
    /// - Throws: `ResultsError.badTrialName` for an id that is no plain file name; `FileError`.
    package func create() throws {
        let isPlain = id.allSatisfy { character in
            character.isASCII
                && (character.isLetter || character.isNumber || "._-".contains(character))
        }
        guard isPlain, !id.isEmpty, !id.hasPrefix(".") else { throw ResultsError.badTrialName(id) }
        try FileManager.makeFolder(path)
    }

    /// The right to write the folder; waits for a process that has it.
    /// - Throws: `FileError`.
    package func lock() throws -> FileLock {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.makeFolder(folder)
        return try FileLock(path: "\(folder)/.\(id).lock")
    }

    /// - Throws: `FileError`.
    package func write(_ epochs: [EpochRecord]) throws {
        try AtomicFile.write(EpochRecord.table(epochs).text, to: epochsPath)
    }

    /// - Throws: `FileError`.
    package func write(_ steps: [StepRecord]) throws {
        try AtomicFile.write(StepRecord.table(steps).text, to: stepsPath)
    }

    /// - Throws: `FileError`.
    package func write(_ predictions: PredictionTable, _ split: Split) throws {
        try AtomicFile.write(predictions.csv.text, to: predictionsPath(split))
    }

    /// Writes `trial.json`, which says that the trial is complete: write it last.
    /// - Throws: `FileError`.
    package func write(_ record: TrialRecord) throws {
        try AtomicFile.write(record.json.pretty, to: recordPath)
    }

    /// - Throws: `FileError`.
    package func write(_ failure: FailureRecord) throws {
        try AtomicFile.write(failure.json.pretty, to: failurePath)
    }

    /// Why the last training did not end well; nil where none failed.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package func readFailure() throws -> FailureRecord? {
        guard FileManager.default.fileExists(atPath: failurePath) else { return nil }
        return try FailureRecord(
            JSONDocument(bytes: ResultsFolder.bytes(failurePath), file: failurePath))
    }

    /// Removes `failed.json`, if there is one.
    /// - Throws: `FileError`.
    package func removeFailure() throws {
        guard unlink(failurePath) == 0 || errno == ENOENT else {
            throw FileError(operation: "remove", path: failurePath)
        }
    }

    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package func readRecord() throws -> TrialRecord {
        try TrialRecord(
            JSONDocument(bytes: ResultsFolder.bytes(recordPath), file: recordPath))
    }

    /// - Throws: `ResultsError` or `FileError`.
    package func readEpochs() throws -> [EpochRecord] {
        try EpochRecord.read(ResultsFolder.csv(epochsPath))
    }

    /// - Throws: `ResultsError` or `FileError`.
    package func readSteps() throws -> [StepRecord] {
        try StepRecord.read(ResultsFolder.csv(stepsPath))
    }

    /// The predictions on a split; nil when there is no file of them.
    /// - Throws: `ResultsError` or `FileError`.
    package func readPredictions(_ split: Split) throws -> PredictionTable? {
        let path = predictionsPath(split)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try PredictionTable(ResultsFolder.csv(path))
    }

    /// Whether the trial has its `trial.json`.
    package var isComplete: Bool { FileManager.default.fileExists(atPath: recordPath) }

    /// Files that are no results: the record of the others, and what is told of a training.
    static let unlisted: Set<String> = ["trial.json", "log.txt", "failed.json"]

    /// The names of the results that are there: all files but unlisted and hidden ones.
    /// - Throws: `FileError`.
    package func names() throws -> [String] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw FileError(operation: "list the folder", path: path, error: error)
        }
        return names.filter { name in
            !Self.unlisted.contains(name) && !name.hasPrefix(".")
                && FileManager.default.isFile("\(path)/\(name)")
        }.sorted()
    }

    /// SHA-256 of the results that are there, by name.
    /// - Throws: `FileError`.
    package func digests() throws -> [String: String] {
        var digests: [String: String] = [:]
        for name in try names() { digests[name] = try digest(name) }
        return digests
    }

    /// SHA-256 of a file.
    /// - Throws: `FileError`.
    package func digest(_ name: String) throws -> String {
        try SHA256Digest.of(file: "\(path)/\(name)")
    }
}
