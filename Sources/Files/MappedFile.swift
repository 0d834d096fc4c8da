import Foundation

/// A file's contents, mapped into memory for reading.
///
/// `@unchecked Sendable`: the mapping is private and read-only, its address never changes, and it
/// is released only when the last reference goes.
package final class MappedFile: @unchecked Sendable {
    package let path: String
    /// The whole file; valid as long as this object is, which ends after its last use: prefer
    /// `withBytes`.
    package let bytes: UnsafeRawBufferPointer

    /// - Throws: `FileError` when `path` cannot be read or is no regular file.
    package init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else {
            throw FileError(operation: "read the size", path: path)
        }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw FileError(operation: "read", path: path, reason: "Not a regular file")
        }
        self.path = path
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

    deinit {
        if let address = bytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
        }
    }
}
