import Datasets
import Files
import Foundation
import Results
import Vocabulary

extension StudyPlan.Entry {
    /// Writes into a finished trial's predictions whose the images are, where that is said
    /// otherwise than when it was trained: `dataset.groupPattern` is no part of a trial's key, and
    /// the report resamples patients.
    ///
    /// The new files are written beside the trial's first, then `trial.json` with their digests,
    /// and then they take their places: what a process that is killed leaves is completed by the
    /// next run.
    /// - Throws: `FileError`, `ResultsError` when the trial's folder cannot be read or written.
    func updatePatients(in folder: TrialFolder) throws {
        var record = try folder.readRecord()
        let prepared = PreparedPredictions(for: folder)
        try prepared.takePlaces(record)
        let before = record.files
        for (split, decoded) in data.splits {
            // A file that is not what the record says is damaged, and must stay known as such.
            let name = "predictions-\(split.rawValue).csv"
            guard let digest = before[name], try folder.names().contains(name),
                try folder.digest(name) == digest,
                let old = try folder.readPredictions(split)
            else { continue }
            let groups = Dictionary(
                zip(decoded.samples.map(\.path), data.dataset.groups(of: decoded.samples)),
                uniquingKeysWith: { first, _ in first })
            var new = old
            for (image, file) in new.files.enumerated() {
                guard let group = groups[file] else { continue }
                new.groups[image] = group
            }
            if new == old { continue }
            record.files[name] = try prepared.write(new, split, as: name)
        }
        guard record.files != before else { return }
        try folder.write(record)
        try prepared.takePlaces(record)
    }
}

/// Predictions of a finished trial that are about to take the places of those in its folder.
private struct PreparedPredictions {
    private let folder: TrialFolder
    /// Hidden, so that it counts as no result.
    private let prepared: TrialFolder

    init(for folder: TrialFolder) {
        self.folder = folder
        prepared = TrialFolder("\(folder.path)/.prepared", id: folder.id)
    }

    /// - Returns: the file's digest.
    /// - Throws: `FileError`.
    func write(_ table: PredictionTable, _ split: Split, as name: String) throws -> String {
        try FileManager.makeFolder(prepared.path)
        try prepared.write(table, split)
        return try prepared.digest(name)
    }

    /// Moves the files that a record names into their places; others, of a process that was killed
    /// before it had written the record, go.
    /// - Throws: `FileError`.
    func takePlaces(_ record: TrialRecord) throws {
        guard FileManager.default.fileExists(atPath: prepared.path) else { return }
        for name in try prepared.names() {
            let path = "\(prepared.path)/\(name)"
            if let digest = record.files[name], try prepared.digest(name) == digest {
                guard rename(path, "\(folder.path)/\(name)") == 0 else {
                    throw FileError(operation: "move to its place", path: path)
                }
            }
        }
        try AtomicFile.syncFolder(folder.path)
        try? FileManager.default.removeItem(atPath: prepared.path)
    }
}
