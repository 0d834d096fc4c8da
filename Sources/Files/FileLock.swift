import Foundation
import Synchronization

/// An exclusive lock that one thread of one process holds at a time: a `flock` on a file that
/// exists while a process holds or awaits the lock.
///
/// The kernel releases the lock when the process ends for any reason; the file that is left is
/// reused. On a file system without `flock`, such as Lustre with its default options, a `Lease`
/// beside the file is the lock.
package final class FileLock: Sendable {
    private let descriptor: Int32
    private let path: String
    /// The lease on a file system without `flock`.
    private let lease: Lease?

    /// The interval in seconds at which a process without `flock` tries again.
    private static let pause = 0.2

    /// Waits until no other process or thread holds the lock.
    /// - Parameter onWait: called before waiting.
    /// - Throws: `FileError` if the file cannot be created or locked.
    package convenience init(path: String, onWait: () -> Void = {}) throws {
        var mode = LOCK_EX | LOCK_NB
        while true {
            if let held = try Self.acquire(path, mode) {
                self.init(held, path: path)
                return
            }
            if mode & LOCK_NB != 0 { onWait() }
            mode = LOCK_EX
        }
    }

    /// Acquires the lock without waiting; nil if another process or thread holds it.
    /// - Throws: `FileError` if the file cannot be created or locked.
    package convenience init?(trying path: String) throws {
        guard let held = try Self.acquire(path, LOCK_EX | LOCK_NB) else { return nil }
        self.init(held, path: path)
    }

    private init(_ held: (descriptor: Int32, lease: Lease?), path: String) {
        (descriptor, lease) = held
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
        lease?.release(removing: true)
    }

    /// Unlocks and closes a descriptor. Closing alone is not enough: a child process has a copy of
    /// the descriptor until it executes another program.
    static func unlock(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// The descriptor of the locked file, and the lease if there is no `flock`; nil if another
    /// holder has the lock. If `mode` waits, it waits a while before that.
    private static func acquire(
        _ path: String, _ mode: Int32
    ) throws -> (descriptor: Int32, lease: Lease?)? {
        while true {
            let descriptor = try open(path)
            let lease: Lease?
            do {
                switch try lock(descriptor, mode, path) {
                case .acquired:
                    // Another node may see the same file system without `flock`.
                    guard LeaseRecord.holder(of: leasePath(path)) == nil else { fallthrough }
                    lease = nil
                case .held:
                    unlock(descriptor)
                    return nil
                case .unsupported:
                    lease = try Lease(
                        trying: leasePath(path), note: "lock", onLoss: { endAfterLoss(of: path) })
                    if lease == nil {
                        unlock(descriptor)
                        if mode & LOCK_NB == 0 { Thread.sleep(forTimeInterval: pause) }
                        return nil
                    }
                }
            } catch {
                close(descriptor)
                throw error
            }
            if isFile(descriptor, at: path) { return (descriptor, lease) }
            // The last holder has removed the file.
            unlock(descriptor)
            lease?.release(removing: true)
        }
    }

    /// Opens the file of a lock. A file of another user may be readable only, which is enough for
    /// the lock.
    private static func open(_ path: String) throws -> Int32 {
        var descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        if descriptor < 0, errno == EACCES {
            descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
            if descriptor < 0 { errno = EACCES }
        }
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path) }
        return descriptor
    }

    private static func leasePath(_ path: String) -> String { path + ".lease" }

    /// Ends this process, whose lock another process has acquired: it was suspended for longer than
    /// the lease's expiry. Its files are complete at any time.
    private static func endAfterLoss(of path: String) {
        let text =
            "Error: \(path): another process has taken over this lock, because this process was "
            + "suspended for over a minute; run the same command again\n"
        FileHandle.standardError.write(Data(text.utf8))
        _exit(1)
    }

    /// True if the open file is the one at `path`.
    static func isFile(_ descriptor: Int32, at path: String) -> Bool {
        var (held, named) = (stat(), stat())
        return fstat(descriptor, &held) == 0 && stat(path, &named) == 0
            && held.st_ino == named.st_ino && held.st_dev == named.st_dev
    }
}

// MARK: - File systems without flock

extension FileLock {
    /// The result of a request for a system lock.
    enum Outcome {
        case acquired
        /// Another process or thread holds the lock.
        case held
        /// The file system has no locks.
        case unsupported
    }

    /// The devices of file systems without `flock`.
    private static let lockless = Mutex<Set<dev_t>>([])

    /// Requests a system lock.
    /// - Throws: `FileError`.
    static func lock(_ descriptor: Int32, _ mode: Int32, _ path: String) throws -> Outcome {
        var information = stat()
        let device = fstat(descriptor, &information) == 0 ? information.st_dev : 0
        if lockless.withLock({ $0.contains(device) }) { return .unsupported }
        var attempts = 0
        while flock(descriptor, mode) != 0 {
            let code = errno
            switch code {
            case EINTR: continue
            case EWOULDBLOCK: return .held
            case ENOLCK where attempts < 3:
                // The lock service of NFS may be busy.
                attempts += 1
                Thread.sleep(forTimeInterval: 0.1)
            // NFS, Lustre and other network file systems without a lock service.
            case ENOLCK, EINVAL, ENOSYS, EOPNOTSUPP:
                lockless.withLock { _ = $0.insert(device) }
                return .unsupported
            default: throw FileError(operation: "lock", path: path, code: code)
            }
        }
        return .acquired
    }
}
