import Files
import Foundation
import Results
import Studies

/// The folder of a trial that is to be trained. A finished result in it is moved to `replaced/` of
/// the results folder, and moved back if the new training fails without a checkpoint.
struct ReplacedFolder {
    private let results: ResultsFolder
    private let folder: TrialFolder
    /// The moved result; nil if there was none, or if only a copy of it is kept.
    private let kept: TrialFolder?

    /// Prepares a trial's folder for training.
    /// - Parameter keeping: whether the trial resumes from a checkpoint in the folder, whose files
    ///   then stay.
    /// - Throws: `FileError`.
    init(_ folder: TrialFolder, in results: ResultsFolder, keeping: Bool) throws {
        (self.results, self.folder) = (results, folder)
        if keeping {
            // A killed process may have left temporary files, and checkpoints are large.
            for path in [folder.path, folder.statePath] { AtomicFile.removeLeftovers(in: path) }
            // A trial that a pruning rule has stopped is no longer finished once it resumes; a copy
            // of its result is kept.
            try results.keepCopy(of: folder)
            try Self.removeIfThere(folder.recordPath)
            kept = nil
            return
        }
        kept = try results.setAside(folder)
        // Files of an unfinished training remain in the folder.
        try Self.removeIfThere(folder.path)
    }

    /// Moves the replaced result back after a failure, together with the log of the failure.
    /// - Throws: an error of the file system.
    func restore() throws {
        guard let kept else { return }
        // The message of the failure refers to this log.
        if FileManager.default.fileExists(atPath: folder.logPath) {
            try Self.removeIfThere(kept.logPath)
            try FileManager.default.moveItem(atPath: folder.logPath, toPath: kept.logPath)
        }
        try Self.removeIfThere(folder.path)
        try FileManager.default.moveItem(atPath: kept.path, toPath: folder.path)
        rmdir(results.replacedPath)
    }

    private static func removeIfThere(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
    }
}

extension StudyPlan {
    /// Moves finished results of trials to `replaced/`, so that the trials are trained again.
    /// - Parameter selected: the ids of the trials.
    /// - Throws: `FileError`.
    package func moveToReplaced(_ selected: Set<String>) throws {
        for entry in entries where entry.state == .done && selected.contains(entry.trial.id) {
            _ = try ReplacedFolder(folder.trial(entry.trial.id), in: folder, keeping: false)
        }
    }

    /// Moves results with the keys of the plan's trials back from `replaced/`. The caller must have
    /// the lock of the results folder, and plan again if results were restored.
    /// - Parameter selected: the ids of the trials; nil: all trials.
    /// - Returns: the ids of the restored trials.
    /// - Throws: `FileError`.
    package func restoreReplaced(_ selected: Set<String>?) throws -> [String] {
        var ids: [String] = []
        for entry in entries where selected?.contains(entry.trial.id) ?? true {
            guard case .replaced(let name) = entry.state,
                let result = folder.replaced(name, of: entry.trial.id, key: entry.key)
            else { continue }
            let trial = folder.trial(entry.trial.id)
            let lock = try trial.lock()
            _ = try ReplacedFolder(trial, in: folder, keeping: false)
            try folder.restore(result, to: trial)
            withExtendedLifetime(lock) {}
            ids.append(entry.trial.id)
        }
        return ids
    }
}
