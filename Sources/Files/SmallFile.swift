import Foundation

/// Reading of small files of users, and of the first bytes of files.
package enum SmallFile {
    /// The contents of the file; nil if it is larger than `most` bytes.
    /// - Throws: `FileError` if `path` cannot be read, is not a regular file or has become shorter.
    package static func bytes(of path: String, atMost most: Int) throws -> [UInt8]? {
        try bytes(of: FilePath(path), atMost: most)
    }

    /// The contents of the file; nil if it is larger than `most` bytes.
    /// - Throws: `FileError` if `path` cannot be read, is not a regular file or has become shorter.
    package static func bytes(of path: FilePath, atMost most: Int) throws -> [UInt8]? {
        let file = try OpenFile(path: path)
        return file.count <= most ? try file.bytes(0..<file.count) : nil
    }

    /// The first bytes of the file, at most `count`.
    /// - Throws: `FileError` if `path` cannot be read or is not a regular file.
    package static func start(of path: FilePath, count: Int) throws -> [UInt8] {
        try path.orInArchive { () throws(FileError) in
            try ownStart(of: path, count: count)
        } archived: { path throws(FileError) in
            try path.contents(atMost: count)
        }
    }

    private static func ownStart(of path: FilePath, count: Int) throws(FileError) -> [UInt8] {
        let (descriptor, _) = try path.openFile()
        defer { close(descriptor) }
        var start = [UInt8](repeating: 0, count: count)
        let part = pread(descriptor, &start, count, 0)
        guard part >= 0 else { throw FileError(operation: "read", path: path.text) }
        start.removeLast(count - part)
        return start
    }
}
