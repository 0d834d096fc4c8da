import Files
import Foundation
import Synchronization

/// The right to write a results folder, held by one process at a time.
///
/// It is a lock on `<folder>/.lock`. The file says who holds it, for the error that others get.
package final class FolderLock: Sendable {
    private let lock: Mutex<FileLock?>
    /// The process that held it and died, such as `process 123 on host`; nil where the last one has
    /// let go.
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

    /// Lets others write the folder; no effect the second time.
    package func release() { lock.withLock { $0 = nil } }

    private static func owner(_ path: String) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = text.prefix { $0 != "\n" }
        return line.isEmpty ? "its name is not written yet" : String(line)
    }
}

extension ResultsFolder {
    /// Takes the right to write the folder, which is made when it is not there.
    /// - Throws: `ResultsError.locked`, with the process that holds it; `FileError`.
    package func acquire() throws -> FolderLock {
        try FileManager.makeFolder(path)
        return try FolderLock(self)
    }
}
