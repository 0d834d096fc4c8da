package import Foundation

/// Atomic writing of files: to a temporary name in the same folder, synced and then renamed.
///
/// A reader gets either the old or the new contents. A crash leaves at worst a hidden file
/// `.<name>.<random>.tmp`.
package enum AtomicFile {
    /// Writes `data` to `path` and replaces an existing file.
    /// - Throws: `FileError`; an existing file is then unchanged.
    package static func write(_ data: Data, to path: String) throws {
        try write(to: path) { writer in try data.withUnsafeBytes { try writer.write($0) } }
    }

    /// Writes `text` as UTF-8 to `path` and replaces an existing file.
    /// - Throws: `FileError`; an existing file is then unchanged.
    package static func write(_ text: String, to path: String) throws {
        try write(Data(text.utf8), to: path)
    }

    /// Writes a large file in parts. The file appears when `body` returns.
    /// - Parameter isLasting: true if the file must survive a power failure, which takes some time.
    /// - Throws: `FileError`, or the error of `body`; an existing file is then unchanged.
    package static func write<R>(
        to path: String, isLasting: Bool = true, _ body: (AtomicFileWriter) throws -> R
    ) throws -> R {
        // Not by URL, which removes `..` after a link.
        let folder = FileManager.parentPath(path)
        let suffix = String(UInt64.random(in: 0...(.max)), radix: 36)
        // The temporary name contains the name, unless it would be too long for the file system.
        let name = (path as NSString).lastPathComponent
        let start = name.utf8.count > 200 ? "" : ".\(name)"
        let temporary = "\(folder)/\(start).\(suffix).tmp"
        let writer = try AtomicFileWriter(creating: temporary, destination: path)
        do {
            let result = try body(writer)
            try writer.finish(isLasting: isLasting)
            guard rename(temporary, path) == 0 else {
                throw FileError(operation: "rename its temporary file", path: path)
            }
            if isLasting { try syncFolder(folder) }
            return result
        } catch {
            writer.close()
            unlink(temporary)
            throw error
        }
    }

    /// Removes files that crashes left in a folder to which no other process writes. A missing
    /// folder is not an error.
    package static func removeLeftovers(in folder: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(".") && name.hasSuffix(".tmp") {
            unlink("\(folder)/\(name)")
        }
    }

    /// Makes the renames and deletions in `folder` survive a power failure.
    /// - Throws: `FileError`.
    package static func syncFolder(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open the folder", path: folder) }
        defer { Foundation.close(descriptor) }
        // Some network file systems cannot sync a folder and return EINVAL, which is ignored.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw FileError(operation: "sync the folder", path: folder)
        }
    }
}

/// A writer of a file under a temporary name, with a buffer of 256 KiB.
package final class AtomicFileWriter {
    private var descriptor: Int32
    private let destination: String
    private var buffer: [UInt8] = []
    private let capacity = 1 << 18
    /// The number of bytes written so far.
    package private(set) var count = 0
    private var reserved = 0

    init(creating path: String, destination: String) throws {
        self.destination = destination
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(operation: "create", path: destination) }
        buffer.reserveCapacity(capacity)
    }

    deinit { close() }

    /// Appends `bytes`.
    /// - Throws: `FileError`.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        count += bytes.count
        if buffer.count + bytes.count > capacity { try flush() }
        if bytes.count >= capacity {
            try put(bytes)
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    /// Appends `data`.
    /// - Throws: `FileError`.
    package func write(_ data: Data) throws { try data.withUnsafeBytes { try write($0) } }

    /// Appends `text` as UTF-8.
    /// - Throws: `FileError`.
    package func write(_ text: String) throws { try write(Data(text.utf8)) }

    /// Reserves disk space for a file of `count` bytes, so that a full disk is detected before any
    /// work is done.
    /// - Throws: `FileError` if there is not enough space.
    package func reserve(_ count: Int) throws {
        reserved = max(reserved, count)
        var code = EINTR
        while code == EINTR { code = posix_fallocate(descriptor, 0, count) }
        // A file system that does not support reservation reports a full disk when writing.
        guard ![ENOSPC, EDQUOT, EFBIG].contains(code) else {
            throw FileError(operation: "write", path: destination, code: code)
        }
    }

    /// Overwrites the beginning of the file with `data`, for a header that is only known at the
    /// end.
    /// - Throws: `FileError`.
    package func overwriteStart(_ data: Data) throws {
        precondition(data.count <= count, "\(data.count) bytes over \(count)")
        try flush()
        let written = data.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard written == data.count else { throw FileError(operation: "write", path: destination) }
    }

    func finish(isLasting: Bool) throws {
        try flush()
        guard reserved <= count || ftruncate(descriptor, count) == 0 else {
            throw FileError(operation: "truncate", path: destination)
        }
        guard !isLasting || fsync(descriptor) == 0 else {
            throw FileError(operation: "sync", path: destination)
        }
        close()
    }

    func close() {
        if descriptor >= 0 { Foundation.close(descriptor) }
        descriptor = -1
    }

    private func flush() throws {
        try buffer.withUnsafeBytes { try put($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func put(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw FileError(operation: "write", path: destination) }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }
}
