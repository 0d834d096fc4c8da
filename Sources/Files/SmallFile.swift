import Foundation

/// Files that are read once and as a whole, which costs less than mapping them as long as they are small.
package enum SmallFile {
    /// The whole file; nil when it is larger than `most` bytes.
    /// - Throws: `FileError` when `path` cannot be read or is no regular file.
    package static func bytes(of path: String, atMost most: Int) throws -> [UInt8]? {
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
        let size = Int(information.st_size)
        guard size <= most else { return nil }
        return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let part = read(descriptor, buffer.baseAddress! + count, size - count)
                if part < 0 && errno == EINTR { continue }
                guard part >= 0 else { throw FileError(operation: "read", path: path) }
                // It was cut short meanwhile.
                if part == 0 { break }
                count += part
            }
        }
    }
}
