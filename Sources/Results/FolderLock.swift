import Files
import Foundation

/// The right to write a results folder, held by one process at a time.
///
/// The kernel holds it (`flock` on `<folder>/.lock`) and drops it when the process ends, however it ends, so
/// the file of a dead process is taken over. The file says who holds it, for the error that others get.
package final class FolderLock: @unchecked Sendable {
    // `descriptor` is only touched by `init`, `release` and `deinit`, the latter two under `mutex`.
    private let mutex = NSLock()
    private var descriptor: Int32
    private let path: String

    fileprivate init(_ folder: ResultsFolder) throws {
        path = folder.path + "/.lock"
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw FileError(operation: "open", path: path) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let error = FileError(operation: "lock", path: path)
                let isTaken = errno == EWOULDBLOCK
                let owner = FolderLock.owner(descriptor)
                close(descriptor)
                throw isTaken ? ResultsError.locked(folder: folder.path, owner: owner) : error
            }
            // The holder removes the file when done: make sure that ours is still the one at the path.
            if FolderLock.isSame(descriptor, path) {
                self.descriptor = descriptor
                break
            }
            close(descriptor)
        }
        let text = "process \(getpid()) on \(ProcessInfo.processInfo.hostName)\n"
        ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    deinit { release() }

    /// Lets others write the folder; no effect the second time.
    package func release() {
        mutex.withLock {
            guard descriptor >= 0 else { return }
            unlink(path)
            close(descriptor)
            descriptor = -1
        }
    }

    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        let line = text.prefix { $0 != "\n" }
        return line.isEmpty ? "its name is not written yet" : String(line)
    }

    private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
        var held = stat()
        var named = stat()
        return fstat(descriptor, &held) == 0 && stat(path, &named) == 0
            && held.st_ino == named.st_ino && held.st_dev == named.st_dev
    }
}

extension ResultsFolder {
    /// Takes the right to write the folder, which is made when it is not there.
    /// - Throws: `ResultsError.locked`, with the process that holds it; `FileError`.
    package func acquire() throws -> FolderLock {
        try Self.makeFolder(path)
        return try FolderLock(self)
    }
}
