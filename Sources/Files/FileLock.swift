import Foundation

/// An exclusive lock that one thread of one process holds at a time: a `flock` on a file that
/// exists while a process holds or awaits the lock.
///
/// The kernel releases the lock when the process ends for any reason; the file that is left is
/// reused.
package final class FileLock: Sendable {
    private let descriptor: Int32
    private let path: String

    /// Waits until no other process or thread holds the lock.
    /// - Parameter onWait: called before waiting.
    /// - Throws: `FileError` if the file cannot be created or locked.
    package init(path: String, onWait: () -> Void = {}) throws {
        var mode = LOCK_EX | LOCK_NB
        while true {
            if let descriptor = try Self.acquire(path, mode) {
                self.descriptor = descriptor
                self.path = path
                return
            }
            onWait()
            mode = LOCK_EX
        }
    }

    /// Acquires the lock without waiting; nil if another process or thread holds it.
    /// - Throws: `FileError` if the file cannot be created or locked.
    package init?(trying path: String) throws {
        guard let descriptor = try Self.acquire(path, LOCK_EX | LOCK_NB) else { return nil }
        self.descriptor = descriptor
        self.path = path
    }

    /// Writes a text about the holder into the file of the lock, for others to read.
    package func sign(_ text: String) {
        ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    deinit {
        if Self.isFile(descriptor, at: path) { unlink(path) }
        Self.unlock(descriptor)
    }

    /// Unlocks and closes a descriptor. Closing alone is not enough: a child process has a copy of
    /// the descriptor until it executes another program.
    static func unlock(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// The descriptor of the locked file; nil if another holder has it and `mode` does not wait.
    private static func acquire(_ path: String, _ mode: Int32) throws -> Int32? {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw FileError(operation: "open", path: path) }
            if flock(descriptor, mode) == 0 {
                if isFile(descriptor, at: path) { return descriptor }
                // The last holder has removed the file.
                unlock(descriptor)
                continue
            }
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            guard code == EINTR else { throw FileError(operation: "lock", path: path, code: code) }
        }
    }

    /// True if the open file is the one at `path`.
    static func isFile(_ descriptor: Int32, at path: String) -> Bool {
        var (held, named) = (stat(), stat())
        return fstat(descriptor, &held) == 0 && stat(path, &named) == 0
            && held.st_ino == named.st_ino && held.st_dev == named.st_dev
    }
}
