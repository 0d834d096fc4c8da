import Datasets
import Files
import Foundation
import Results
import Vocabulary

extension StudyPlan.Entry {
    /// Updates the patients in a finished trial's predictions if they have changed since it was
    /// trained. The report resamples patients, but `dataset.groupPattern` is not part of the key.
    ///
    /// The new files are first written to a separate folder, then `trial.json` is written with
    /// their digests, then the files are moved. If a process is killed meanwhile, the next run
    /// completes the update.
    /// - Throws: `FileError`, `ResultsError` if the trial's folder cannot be read or written.
    func updatePatients(in folder: TrialFolder) throws {
        var record = try folder.readRecord()
        let prepared = PreparedPredictions(for: folder)
        try prepared.moveFiles(of: record)
        let before = record.files
        for (split, decoded) in data.splits {
            // A damaged file must keep its digest, so that it is reported as damaged.
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
        try prepared.moveFiles(of: record)
    }
}

/// New files of predictions that replace those in the folder of a finished trial.
private struct PreparedPredictions {
    private let folder: TrialFolder
    /// A hidden folder, whose files are not part of the result.
    private let prepared: TrialFolder

    init(for folder: TrialFolder) {
        self.folder = folder
        prepared = TrialFolder("\(folder.path)/.prepared", id: folder.id)
    }

    /// Writes a table of predictions.
    /// - Returns: the digest of the file.
    /// - Throws: `FileError`.
    func write(_ table: PredictionTable, _ split: Split, as name: String) throws -> String {
        try FileManager.makeFolder(prepared.path)
        try prepared.write(table, split)
        return try prepared.digest(name)
    }

    /// Moves the files with digests in the record into the trial's folder. Others, left by a
    /// process that was killed before it had written the record, are removed.
    /// - Throws: `FileError`.
    func moveFiles(of record: TrialRecord) throws {
        guard FileManager.default.fileExists(atPath: prepared.path) else { return }
        for name in try prepared.names() {
            let path = "\(prepared.path)/\(name)"
            if let digest = record.files[name], try prepared.digest(name) == digest {
                guard rename(path, "\(folder.path)/\(name)") == 0 else {
                    throw FileError(operation: "move to the trial's folder", path: path)
                }
            }
        }
        try AtomicFile.syncFolder(folder.path)
        try? FileManager.default.removeItem(atPath: prepared.path)
    }
}
