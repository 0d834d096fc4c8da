import Foundation

/// Replacement of a folder as a whole: a reader, or a crash at any time, finds the files of one
/// version only, the old or the new one.
///
/// The new version is written beside the folder, as `.<name>.new`. The old one is then renamed to
/// `.<name>.old`, the new one to its name, and the old one is removed. A crash between the two
/// renames leaves no folder; `recover(in:)` and the next `write` then rename the old one back. A
/// lock beside the folder, `.<name>.lock`, keeps writers apart.
package enum AtomicFolder {
    /// Writes a folder.
    /// - Parameters:
    ///   - path: the folder, which need not exist; a link to a folder is followed.
    ///   - isReplaced: whether an entry of the old folder belongs to it. Others, such as notes of a
    ///     user, are moved to the new one.
    ///   - body: writes the files into the folder at the given path.
    /// - Throws: `FileError`, or the error of `body`; the old folder is then unchanged.
    package static func write(
        to path: String, replacing isReplaced: (String) -> Bool, _ body: (String) throws -> Void
    ) throws {
        let folder = Location(path)
        try FileManager.makeFolder(folder.parent)
        let lock = try FileLock(path: folder.lock)
        defer { withExtendedLifetime(lock) {} }
        try folder.finish(replacing: isReplaced)
        var information = stat()
        if lstat(folder.path, &information) == 0, information.st_mode & S_IFMT != S_IFDIR {
            throw FileError(operation: "write the folder", path: path, reason: "it is not a folder")
        }
        try FileManager.makeFolder(folder.new)
        do { try body(folder.new) } catch {
            try? FileManager.default.removeItem(atPath: folder.new)
            throw error
        }
        if rename(folder.path, folder.old) != 0, errno != ENOENT {
            let error = FileError(operation: "replace the folder", path: path)
            try? FileManager.default.removeItem(atPath: folder.new)
            throw error
        }
        guard rename(folder.new, folder.path) == 0 else {
            let error = FileError(operation: "replace the folder", path: path)
            try folder.finish(replacing: isReplaced)
            throw error
        }
        try AtomicFile.syncFolder(folder.parent)
        try folder.finish(replacing: isReplaced)
    }

    /// Renames folders back that an interrupted `write` has renamed, unless they are being written.
    /// - Parameter parent: the folder that contains them.
    package static func recover(in parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(".") && name.hasSuffix(Location.oldSuffix) {
            let folder = Location(
                "\(parent)/\(name.dropFirst().dropLast(Location.oldSuffix.count))")
            guard !FileManager.default.fileExists(atPath: folder.path),
                let lock = try? FileLock(trying: folder.lock)
            else { continue }
            _ = rename(folder.old, folder.path)
            withExtendedLifetime(lock) {}
        }
    }

    /// A folder, and the names beside it.
    private struct Location {
        let path: String
        let parent: String
        private let name: String

        static let oldSuffix = ".old"

        init(_ given: String) {
            var path = FileManager.absolutePath(given)
            if let real = realpath(path, nil) {
                path = String(cString: real)
                free(real)
            }
            self.path = path
            parent = FileManager.parentPath(path)
            name = URL(fileURLWithPath: path).lastPathComponent
        }

        var new: String { "\(parent)/.\(name).new" }
        var old: String { "\(parent)/.\(name)\(Self.oldSuffix)" }
        var lock: String { "\(parent)/.\(name).lock" }

        /// Moves the entries of the old folder that are not replaced.
        /// - Throws: `FileError`; none of them is then lost.
        private func moveOthers(_ isReplaced: (String) -> Bool) throws {
            let names: [String]
            do { names = try FileManager.default.contentsOfDirectory(atPath: old) } catch {
                throw FileError(operation: "list the folder", path: old, error: error)
            }
            for name in names where !isReplaced(name) {
                let target = "\(path)/\(name)"
                if FileManager.default.fileExists(atPath: target) { continue }
                guard rename("\(old)/\(name)", target) == 0 else {
                    throw FileError(operation: "move", path: "\(old)/\(name)")
                }
            }
        }

        /// Finishes an interrupted replacement, and removes what is no longer needed. The caller
        /// has the lock.
        /// - Throws: `FileError`.
        func finish(replacing isReplaced: (String) -> Bool) throws {
            let files = FileManager.default
            if files.fileExists(atPath: old) {
                if files.fileExists(atPath: path) {
                    try moveOthers(isReplaced)
                } else if rename(old, path) != 0 {
                    throw FileError(operation: "restore the folder", path: path)
                }
            }
            for path in [old, new] where files.fileExists(atPath: path) {
                do { try files.removeItem(atPath: path) } catch {
                    throw FileError(operation: "remove", path: path, error: error)
                }
            }
        }
    }
}
