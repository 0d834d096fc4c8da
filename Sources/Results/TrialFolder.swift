package import Files
import Foundation
import JSON
package import Vocabulary

/// The folder of a trial: the paths of its files, and reading and writing them.
package struct TrialFolder: Sendable, Hashable {
    /// The path of the folder.
    package let path: String
    /// The trial's id.
    package let id: String

    /// Creates a reference to a folder, whether it exists or not.
    package init(_ path: String, id: String) {
        self.path = FileManager.withoutParents(path)
        self.id = id
    }

    /// The results folder that the trial is in: `<results>/trials/<id>`.
    package var results: ResultsFolder {
        let trials = FileManager.parentPath(FileManager.absolutePath(path))
        return ResultsFolder(FileManager.parentPath(trials))
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
    /// The path of the log of the processes that trained the trial.
    package var logPath: String { path + "/log.txt" }
    /// The path of the failure record, which exists if the last training failed.
    package var failurePath: String { path + "/failed.json" }
    /// The folder of the state from which the training is resumed.
    package var statePath: String { path + "/state" }

    /// The path of the predictions on a split.
    package func predictionsPath(_ split: Split) -> String {
        "\(path)/predictions-\(split.rawValue).csv"
    }

    /// Creates the folder if it does not exist.
    /// - Throws: `ResultsError.badTrialName` if the id is not a plain file name; `FileError`.
    package func create() throws {
        let isPlain = id.allSatisfy { character in
            character.isASCII
                && (character.isLetter || character.isNumber || "._-".contains(character))
        }
        guard isPlain, !id.isEmpty, !id.hasPrefix(".") else { throw ResultsError.badTrialName(id) }
        try FileManager.makeFolder(path)
    }

    /// Locks the folder for writing; waits until another process releases it.
    /// - Throws: `FileError`.
    package func lock() throws -> FileLock {
        let folder = FileManager.parentPath(path)
        try FileManager.makeFolder(folder)
        return try FileLock(path: "\(folder)/.\(id).lock")
    }

    /// Writes `epochs.csv`.
    /// - Throws: `FileError`.
    package func write(_ epochs: [EpochRecord]) throws {
        try AtomicFile.write(EpochRecord.table(epochs).text, to: epochsPath)
    }

    /// Writes `steps.csv`.
    /// - Throws: `FileError`.
    package func write(_ steps: [StepRecord]) throws {
        try AtomicFile.write(StepRecord.table(steps).text, to: stepsPath)
    }

    /// Writes the predictions of several labels on a split.
    /// - Throws: `FileError`.
    package func write(_ predictions: LabelPredictionTable, _ split: Split) throws {
        try AtomicFile.write(predictions.csv.text, to: predictionsPath(split))
    }

    /// Writes the predictions on a split.
    /// - Throws: `FileError`.
    package func write(_ predictions: PredictionTable, _ split: Split) throws {
        try AtomicFile.write(predictions.csv.text, to: predictionsPath(split))
    }

    /// Writes `trial.json`. It marks the trial as complete, so it must be written last.
    /// - Throws: `FileError`.
    package func write(_ record: TrialRecord) throws {
        try AtomicFile.write(record.json.pretty, to: recordPath)
    }

    /// Writes `failed.json`.
    /// - Throws: `FileError`.
    package func write(_ failure: FailureRecord) throws {
        try AtomicFile.write(failure.json.pretty, to: failurePath)
    }

    /// Reads `failed.json`; nil if there is none.
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

    /// Reads `trial.json`.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package func readRecord() throws -> TrialRecord {
        try TrialRecord(
            JSONDocument(bytes: ResultsFolder.bytes(recordPath), file: recordPath))
    }

    /// Reads `epochs.csv`.
    /// - Throws: `ResultsError` or `FileError`.
    package func readEpochs() throws -> [EpochRecord] {
        try EpochRecord.read(ResultsFolder.csv(epochsPath))
    }

    /// Reads `steps.csv`.
    /// - Throws: `ResultsError` or `FileError`.
    package func readSteps() throws -> [StepRecord] {
        try StepRecord.read(ResultsFolder.csv(stepsPath))
    }

    /// Reads the predictions on a split; nil if the file does not exist, or if images can have
    /// several labels.
    /// - Throws: `ResultsError` or `FileError`.
    package func readPredictions(_ split: Split) throws -> PredictionTable? {
        guard let document = try predictions(split),
            !LabelPredictionTable.isHeader(document.table.header)
        else { return nil }
        return try PredictionTable(document)
    }

    /// Reads the predictions of several labels on a split; nil if the file does not exist, or if
    /// each image has one class.
    /// - Throws: `ResultsError` or `FileError`.
    package func readLabelPredictions(_ split: Split) throws -> LabelPredictionTable? {
        guard let document = try predictions(split),
            LabelPredictionTable.isHeader(document.table.header)
        else { return nil }
        return try LabelPredictionTable(document)
    }

    private func predictions(_ split: Split) throws -> CSVDocument? {
        let path = predictionsPath(split)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try ResultsFolder.csv(path)
    }

    /// Whether the trial has its `trial.json`.
    package var isComplete: Bool { FileManager.default.fileExists(atPath: recordPath) }

    /// The files without digests in the record: the record itself, the log and the failure.
    static let unlisted: Set<String> = ["trial.json", "log.txt", "failed.json"]

    /// The names of all files except unlisted and hidden ones, sorted.
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

    /// The SHA-256 of each file in `names`, by name.
    /// - Throws: `FileError`.
    package func digests() throws -> [String: String] {
        var digests: [String: String] = [:]
        for name in try names() { digests[name] = try digest(name) }
        return digests
    }

    /// The SHA-256 of a file in the folder.
    /// - Throws: `FileError`.
    package func digest(_ name: String) throws -> String {
        try SHA256Digest.of(file: "\(path)/\(name)")
    }
}
