import Files
import Foundation

/// A partial download, which several runs can continue until it is complete and moved to its
/// destination. One process at a time can open it.
final class PartialFile {
    private let path: String
    private let destination: String
    private var descriptor: Int32
    private var lock: FileLock?
    /// The number of bytes in the file.
    private(set) var count: Int

    /// Opens the file of an earlier run, or an empty file.
    /// - Throws: `FileError`; `DownloadError.busy` if another process has opened it.
    init(path: String, destination: String) throws {
        self.path = path
        self.destination = destination
        lock = try FileLock(trying: "\(path).lock")
        guard lock != nil else { throw DownloadError.busy(path: destination) }
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(operation: "create", path: path) }
        count = 0
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw FileError(operation: "read the size", path: path) }
        count = Int(end)
    }

    deinit { close() }

    /// Closes the file, so that other processes can open it. Nothing may be written afterwards.
    func close() {
        if descriptor >= 0 { Foundation.close(descriptor) }
        descriptor = -1
        lock = nil
    }

    /// - Throws: `FileError`, for example if the disk is full.
    func append(_ data: Data) throws {
        try data.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let written = write(descriptor, rest.baseAddress, rest.count)
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw FileError(operation: "write", path: path) }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                count += written
            }
        }
    }

    /// Empties the file.
    /// - Throws: `FileError`.
    func restart() throws {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw FileError(operation: "empty", path: path)
        }
        count = 0
    }

    /// The SHA-256 of the contents.
    /// - Throws: `FileError`.
    func digest() throws -> String {
        try SHA256Digest.of(file: path)
    }

    func remove() { unlink(path) }

    /// Moves the file to its destination.
    /// - Throws: `FileError`.
    func finish() throws {
        guard fsync(descriptor) == 0 else { throw FileError(operation: "sync", path: path) }
        guard rename(path, destination) == 0 else {
            throw FileError(operation: "rename", path: path)
        }
        try AtomicFile.syncFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }
}
