package import Files
import Foundation
import Settings

/// The folder of one trial: where its files stand, read and written whole.
package struct TrialFolder: Sendable, Hashable {
    package let path: String
    package let id: String

    /// A folder by its path, whether it is there or not.
    package init(_ path: String, id: String) {
        self.path = path
        self.id = id
    }

    package var recordPath: String { path + "/trial.json" }
    package var epochsPath: String { path + "/epochs.csv" }
    package var stepsPath: String { path + "/steps.csv" }
    package var bestPath: String { path + "/best.safetensors" }
    package var lastPath: String { path + "/last.safetensors" }
    /// What resuming needs.
    package var statePath: String { path + "/state" }

    package func predictionsPath(_ split: MetricSplit) -> String {
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
        try ResultsFolder.makeFolder(path)
    }

    /// The right to write the folder; waits for a process that has it.
    /// - Throws: `FileError`.
    package func lock() throws -> FileLock {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try ResultsFolder.makeFolder(folder)
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
    package func write(_ predictions: Predictions, _ split: MetricSplit) throws {
        try AtomicFile.write(predictions.table.text, to: predictionsPath(split))
    }

    /// Writes `trial.json`, which says that the trial is complete: write it last.
    /// - Throws: `FileError`.
    package func write(_ record: TrialRecord) throws {
        try AtomicFile.write(record.json.pretty, to: recordPath)
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
    package func readPredictions(_ split: MetricSplit) throws -> Predictions? {
        let path = predictionsPath(split)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try Predictions(ResultsFolder.csv(path))
    }

    /// Whether the trial has its `trial.json`.
    package var isComplete: Bool { FileManager.default.fileExists(atPath: recordPath) }

    /// SHA-256 of the files that are there, by name: all but `trial.json`, hidden ones and folders.
    /// - Throws: `FileError`.
    package func digests() throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        var digests: [String: String] = [:]
        for name in names where name != "trial.json" && !name.hasPrefix(".") {
            var isFolder: ObjCBool = false
            let file = "\(path)/\(name)"
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            digests[name] = try MappedFile(path: file).withBytes { SHA256Digest.of($0) }
        }
        return digests
    }
}
