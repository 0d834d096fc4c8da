import Foundation

/// The contents of a file of the cache, mapped into memory for reading.
///
/// Only a file that this program made, and that nobody else writes, is mapped: an access to bytes
/// that a mapped file has lost ends the process with SIGBUS. Files of users are an `OpenFile`.
///
/// `@unchecked Sendable`: the mapping is private and read-only, its address and the descriptor
/// never change, and both are released only when the last reference goes.
package final class MappedFile: @unchecked Sendable {
    package let path: String
    /// The whole file; valid as long as this object is, which ends after its last use: prefer
    /// `withBytes`.
    package let bytes: UnsafeRawBufferPointer
    /// Open as long as the file is mapped, for it has the lock.
    private let descriptor: Int32

    /// Maps the file and holds a shared lock (`flock`) on it as long as it is mapped, so that a
    /// cache does not take it away meanwhile.
    /// - Throws: `FileError` when `path` cannot be read or is no regular file.
    package convenience init(locking path: String) throws {
        let descriptor = try Self.openLocked(path)
        do {
            try self.init(descriptor, path: path)
        } catch {
            FileLock.unlock(descriptor)
            throw error
        }
    }

    private static func openLocked(_ path: String) throws -> Int32 {
        while true {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError(operation: "open", path: path) }
            // Where a file system has no locks, nobody gets the one that removing takes either.
            while flock(descriptor, LOCK_SH) != 0 && errno == EINTR {}
            if FileLock.isFile(descriptor, at: path) { return descriptor }
            // It was removed or replaced between the two calls.
            FileLock.unlock(descriptor)
        }
    }

    private init(_ descriptor: Int32, path: String) throws(FileError) {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else {
            throw FileError(operation: "read the size", path: path)
        }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw FileError(operation: "read", path: path, reason: "Not a regular file")
        }
        self.path = path
        self.descriptor = descriptor
        let count = Int(information.st_size)
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let address, address != MAP_FAILED else {
            throw FileError(operation: "map", path: path)
        }
        bytes = UnsafeRawBufferPointer(start: address, count: count)
    }

    /// Calls `body` with the whole file, which stays mapped meanwhile.
    package func withBytes<R, E>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        defer { withExtendedLifetime(self) {} }
        return try body(bytes)
    }

    /// Sets the time of the last change to now, which for a locked file in a cache is the time of
    /// its last use.
    package func touch() {
        // Without the right to, as in somebody else's cache, the time stays.
        futimens(descriptor, nil)
    }

    /// Whether this is still the file at `path`.
    package var isInPlace: Bool { FileLock.isFile(descriptor, at: path) }

    deinit {
        if let address = bytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
        }
        FileLock.unlock(descriptor)
    }
}
