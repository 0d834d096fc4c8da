import Foundation

/// A regular file that is open for reading, with its size at the time of opening; or a file in an
/// archive, whose bytes are in memory (see `ArchivedPath`).
///
/// Files of users are read this way and never mapped: if another program truncates a mapped file,
/// the next access to the lost bytes ends the process with SIGBUS. With this class it is a
/// `FileError`.
package final class OpenFile: Sendable {
    /// The path of the file.
    package let path: String
    /// The size of the file in bytes when it was opened.
    package let count: Int
    /// The inode, size and times when the file was opened.
    let stamp: FileStamp
    private let source: Source

    /// Where the bytes are read.
    private enum Source {
        case descriptor(Int32)
        case memory([UInt8])
    }

    /// The maximum size for `contents()`: 1 GiB, so that a forged size cannot require all memory.
    package static let largestContents = 1 << 30
    private static let partSize = 1 << 20

    /// - Throws: `FileError` if `path` cannot be read or is not a regular file.
    package convenience init(path: String) throws(FileError) {
        try self.init(path: FilePath(path))
    }

    /// - Throws: `FileError` if `path` cannot be read or is not a regular file.
    package init(path: FilePath) throws(FileError) {
        self.path = path.text
        (source, count, stamp) = try path.orInArchive { () throws(FileError) in
            let (descriptor, information) = try path.openFile()
            return (
                .descriptor(descriptor), Int(information.st_size), FileStamp(information)
            )
        } archived: { path throws(FileError) in
            let bytes = try path.contents()
            return (.memory(bytes), bytes.count, FileStamp(try path.information()))
        }
    }

    deinit { if case .descriptor(let descriptor) = source { close(descriptor) } }

    /// Fills `buffer` with the bytes from `offset` on.
    /// - Throws: `FileError`, also for bytes beyond the end, for example if the file has become
    ///   shorter.
    package func read(
        at offset: Int, into buffer: UnsafeMutableRawBufferPointer
    ) throws(FileError) {
        func ends(_ end: Int) -> FileError {
            FileError(
                operation: "read", path: path,
                reason: "it ends after \(end) bytes; it was truncated while it was read")
        }
        let descriptor: Int32
        switch source {
        case .descriptor(let file): descriptor = file
        case .memory(let bytes):
            guard offset <= bytes.count, buffer.count <= bytes.count - offset else {
                throw ends(bytes.count)
            }
            buffer.copyBytes(from: bytes[offset..<offset + buffer.count])
            return
        }
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let part = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if part < 0 && errno == EINTR { continue }
            guard part >= 0 else { throw FileError(operation: "read", path: path) }
            guard part > 0 else { throw ends(offset + done) }
            done += part
        }
    }

    /// The bytes in a range.
    /// - Throws: `FileError`, also for bytes beyond the end, for example if the file has become
    ///   shorter.
    package func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8] {
        if case .memory(let bytes) = source, range == 0..<bytes.count { return bytes }
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            let target = UnsafeMutableRawBufferPointer(buffer)[..<range.count]
            do throws(FileError) {
                try read(
                    at: range.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: target))
                filled = range.count
            } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// The contents of the whole file.
    /// - Throws: `FileError`, also for a file of more than 1 GiB and for one that has become
    ///   shorter.
    package func contents() throws(FileError) -> [UInt8] {
        guard count <= Self.largestContents else {
            throw FileError(
                operation: "read", path: path,
                reason: "it has \(count) bytes; expected at most \(Self.largestContents)")
        }
        return try bytes(0..<count)
    }

    /// Calls `body` with the whole file in order, in parts of at most 1 MiB.
    /// - Throws: `FileError`, also for a file that has become shorter.
    package func forEachPart(_ body: (UnsafeRawBufferPointer) -> Void) throws(FileError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(count, Self.partSize), alignment: 16)
        defer { buffer.deallocate() }
        var offset = 0
        while offset < count {
            let part = UnsafeMutableRawBufferPointer(
                rebasing: buffer[..<min(buffer.count, count - offset)])
            try read(at: offset, into: part)
            body(UnsafeRawBufferPointer(part))
            offset += part.count
        }
    }
}
