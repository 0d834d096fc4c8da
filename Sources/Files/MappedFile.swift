import Foundation

/// The contents of a cache file, mapped into memory for reading.
///
/// Only files that this program created, and that no other program writes, are mapped: access to
/// bytes that a mapped file has lost ends the process with SIGBUS. For files of users, use
/// `OpenFile`.
///
/// `@unchecked Sendable`: the mapping is private and read-only, its address and the descriptor
/// never change, and both are released only with the last reference.
package final class MappedFile: @unchecked Sendable {
    /// The path of the file.
    package let path: String
    /// The whole file. The pointer is valid while this object exists, which may end after its last
    /// use; therefore prefer `withBytes`.
    package let bytes: UnsafeRawBufferPointer
    /// The descriptor, which stays open while the file is mapped because it holds the lock.
    private let descriptor: Int32

    /// Maps the file and holds a shared lock (`flock`) on it while it is mapped, so that the cache
    /// does not remove it.
    /// - Throws: `FileError` if `path` cannot be read or is not a regular file.
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
            // On a file system without locks, the cache keeps files that were used lately.
            _ = try? FileLock.lock(descriptor, LOCK_SH, path)
            if FileLock.isFile(descriptor, at: path) { return descriptor }
            // The file was removed or replaced between the two calls.
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

    /// Calls `body` with the whole file, which stays mapped during the call.
    package func withBytes<R, E>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        defer { withExtendedLifetime(self) {} }
        return try body(bytes)
    }

    /// Sets the modification time to now; for a cache file, this is the time of its last use.
    package func touch() {
        // Without permission, as in another user's cache, the time does not change.
        futimens(descriptor, nil)
    }

    /// True if this is still the file at `path`.
    package var isInPlace: Bool { FileLock.isFile(descriptor, at: path) }

    deinit {
        if let address = bytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
        }
        FileLock.unlock(descriptor)
    }
}
