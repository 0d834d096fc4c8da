import Files
import Foundation
import Results
import Studies

/// The folder of a trial that is to be trained. A finished trial that stood there is kept in
/// `replaced/` of the results folder, and comes back if the new one fails without having left a
/// state.
struct ReplacedFolder {
    private let results: ResultsFolder
    private let folder: TrialFolder
    /// Where the finished trial is kept; nil where there was none, or a copy of it.
    private let kept: TrialFolder?

    /// Clears the folder's place.
    /// - Parameter keeping: whether the trial goes on from a state in the folder, which then stays
    ///   as it is.
    init(_ folder: TrialFolder, in results: ResultsFolder, keeping: Bool) throws {
        (self.results, self.folder) = (results, folder)
        if keeping {
            // Of the process that was killed: a state may be large.
            for place in [folder.path, folder.statePath] { AtomicFile.removeLeftovers(in: place) }
            // A trial that a pruning rule ended, and that now goes on, is finished no more; what it
            // was is kept.
            try results.keepCopy(of: folder)
            try Self.removeIfThere(folder.recordPath)
            kept = nil
            return
        }
        kept = try results.setAside(folder)
        // Of a trial that was never finished.
        try Self.removeIfThere(folder.path)
    }

    /// The new trial failed: the old one, if there was any, comes back.
    func restore() throws {
        guard let kept else { return }
        // The reason of the failure refers to this log.
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
    /// Sets results aside that are to be made again though they are done.
    /// - Throws: `FileError`.
    package func setAside(_ selected: Set<String>) throws {
        for entry in entries where entry.state == .done && selected.contains(entry.trial.id) {
            _ = try ReplacedFolder(folder.trial(entry.trial.id), in: folder, keeping: false)
        }
    }

    /// Takes results back from `replaced/` that are what the study asks for again. The caller has
    /// the right to write the folder, and plans again where there were any.
    /// - Returns: the trials, by id.
    /// - Throws: `FileError`.
    package func restore(_ selected: Set<String>?) throws -> [String] {
        var ids: [String] = []
        for entry in entries where selected?.contains(entry.trial.id) ?? true {
            guard case .replaced(let name) = entry.state,
                let result = folder.replaced(name, of: entry.trial.id, key: entry.key)
            else { continue }
            let place = folder.trial(entry.trial.id)
            let right = try place.lock()
            _ = try ReplacedFolder(place, in: folder, keeping: false)
            try folder.restore(result, to: place)
            withExtendedLifetime(right) {}
            ids.append(entry.trial.id)
        }
        return ids
    }
}
