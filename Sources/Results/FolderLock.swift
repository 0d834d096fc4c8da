import Files
import Foundation
import Synchronization

/// An exclusive lock on a results folder, so that one process at a time writes to it.
///
/// It is a file lock on `<folder>/.lock`. The file contains the owner's name, for the errors of
/// other processes.
package final class FolderLock: Sendable {
    private let lock: Mutex<FileLock?>
    /// The previous owner if it died without releasing the lock, such as `process 123 on host`;
    /// otherwise nil.
    package let deadOwner: String?

    fileprivate init(_ folder: ResultsFolder) throws {
        let path = folder.path + "/.lock"
        guard let lock = try FileLock(trying: path) else {
            throw ResultsError.locked(folder: folder.path, owner: Self.owner(path))
        }
        let left = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        deadOwner = left.isEmpty ? nil : String(left.prefix { $0 != "\n" })
        lock.sign("process \(getpid()) on \(ProcessInfo.processInfo.hostName)\n")
        self.lock = Mutex(lock)
    }

    /// Releases the lock; a second call has no effect.
    package func release() { lock.withLock { $0 = nil } }

    private static func owner(_ path: String) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = text.prefix { $0 != "\n" }
        return line.isEmpty ? "a process that has not written its name yet" : String(line)
    }
}

extension ResultsFolder {
    /// Locks the folder for writing; it is created if necessary.
    /// - Throws: `ResultsError.locked` with the owner of the lock; `FileError`.
    package func acquire() throws -> FolderLock {
        try FileManager.makeFolder(path)
        return try FolderLock(self)
    }
}
