import Foundation

/// The right to do something, held by one thread of one process at a time: an exclusive `flock` on
/// a file that is there as long as somebody holds or awaits it.
///
/// The kernel drops the lock when the process ends, however it ends; the file that is left then is
/// taken over.
package final class FileLock: Sendable {
    private let descriptor: Int32
    private let path: String

    /// Waits until nobody else holds the lock.
    /// - Parameter onWait: called before waiting.
    /// - Throws: `FileError` when the file cannot be made or locked.
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

    /// The lock, or nil when somebody else holds it.
    /// - Throws: `FileError` when the file cannot be made or locked.
    package init?(trying path: String) throws {
        guard let descriptor = try Self.acquire(path, LOCK_EX | LOCK_NB) else { return nil }
        self.descriptor = descriptor
        self.path = path
    }

    /// Writes who has the lock, or why, into its file, for others to read.
    package func sign(_ text: String) {
        ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    deinit {
        if Self.isFile(descriptor, at: path) { unlink(path) }
        Self.unlock(descriptor)
    }

    /// Unlocks and closes. To close is not enough: a process that is just being started has the
    /// descriptor too, until it becomes another program.
    static func unlock(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// The locked file, or nil when somebody else has it and `mode` is not to wait.
    private static func acquire(_ path: String, _ mode: Int32) throws -> Int32? {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw FileError(operation: "open", path: path) }
            if flock(descriptor, mode) == 0 {
                if isFile(descriptor, at: path) { return descriptor }
                // The last holder has removed it.
                unlock(descriptor)
                continue
            }
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            guard code == EINTR else { throw FileError(operation: "lock", path: path, code: code) }
        }
    }

    /// Whether the open file is the one at `path`.
    static func isFile(_ descriptor: Int32, at path: String) -> Bool {
        var (held, named) = (stat(), stat())
        return fstat(descriptor, &held) == 0 && stat(path, &named) == 0
            && held.st_ino == named.st_ino && held.st_dev == named.st_dev
    }
}
