import Foundation

/// Files that are read once and as a whole, which costs less than mapping them as long as they are small.
package enum SmallFile {
    /// The whole file; nil when it is larger than `most` bytes.
    /// - Throws: `FileError` when `path` cannot be read or is no regular file.
    package static func bytes(of path: String, atMost most: Int) throws -> [UInt8]? {
        try bytes(of: FilePath(path), atMost: most)
    }

    /// The whole file; nil when it is larger than `most` bytes.
    /// - Throws: `FileError` when `path` cannot be read or is no regular file.
    package static func bytes(of path: FilePath, atMost most: Int) throws -> [UInt8]? {
        let (descriptor, information) = try path.openFile()
        defer { close(descriptor) }
        let size = Int(information.st_size)
        guard size <= most else { return nil }
        return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let part = read(descriptor, buffer.baseAddress! + count, size - count)
                if part < 0 && errno == EINTR { continue }
                guard part >= 0 else { throw FileError(operation: "read", path: path.text) }
                // It was cut short meanwhile.
                if part == 0 { break }
                count += part
            }
        }
    }

    /// The first bytes of the file, at most `count`.
    /// - Throws: `FileError` when `path` cannot be read or is no regular file.
    package static func start(of path: FilePath, count: Int) throws -> [UInt8] {
        let (descriptor, _) = try path.openFile()
        defer { close(descriptor) }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let part = pread(descriptor, buffer.baseAddress, count, 0)
            guard part >= 0 else { throw FileError(operation: "read", path: path.text) }
            filled = part
        }
    }
}
