import Files
import Foundation
import Results

/// The folder of a trial that is to be trained: a finished trial that was there stands beside it until the new one is
/// finished, and comes back if that fails.
struct ReplacedFolder {
    private let folder: TrialFolder
    private var previous: String { "\(folder.path).previous" }

    /// Clears the folder's place.
    /// - Parameter keeping: whether the trial goes on from a state in the folder, which then stays as it is.
    init(_ folder: TrialFolder, keeping: Bool) throws {
        self.folder = folder
        if keeping {
            // Of the process that was killed: a state may be large.
            for place in [folder.path, folder.statePath] { AtomicFile.removeLeftovers(in: place) }
            // Of a trial that a pruning rule ended, and that now goes on.
            try Self.removeIfThere(folder.recordPath)
            return
        }
        if folder.isComplete {
            try Self.removeIfThere(previous)
            try FileManager.default.moveItem(atPath: folder.path, toPath: previous)
        } else {
            try Self.removeIfThere(folder.path)
        }
    }

    /// The new trial is finished: the old one goes.
    func remove() throws { try Self.removeIfThere(previous) }

    /// The new trial failed: the old one, if there was any, comes back.
    func restore() throws {
        guard FileManager.default.fileExists(atPath: previous) else { return }
        try Self.removeIfThere(folder.path)
        try FileManager.default.moveItem(atPath: previous, toPath: folder.path)
    }

    private static func removeIfThere(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
    }
}
