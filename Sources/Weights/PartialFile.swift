import Files
import Foundation

/// A file that grows over several runs, until it is whole and moved to its place. One process at a
/// time has it.
final class PartialFile {
    private let path: String
    private let destination: String
    private var descriptor: Int32
    /// Bytes that are there.
    private(set) var count: Int

    /// Opens what an earlier run left, or an empty file.
    /// - Throws: `FileError`; `DownloadError.busy` when another process has it.
    init(path: String, destination: String) throws {
        self.path = path
        self.destination = destination
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(operation: "create", path: path) }
        count = 0
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw DownloadError.busy(path: destination)
        }
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw FileError(operation: "read the size", path: path) }
        count = Int(end)
    }

    deinit { close() }

    /// Lets other processes have the file. Nothing may be written after.
    func close() {
        if descriptor >= 0 { Foundation.close(descriptor) }
        descriptor = -1
    }

    /// - Throws: `FileError`, when the disk is full for example.
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

    /// SHA-256 of what is there.
    /// - Throws: `FileError`.
    func digest() throws -> String {
        try SHA256Digest.of(file: path)
    }

    func remove() { unlink(path) }

    /// Moves the file to its place.
    /// - Throws: `FileError`.
    func finish() throws {
        guard fsync(descriptor) == 0 else { throw FileError(operation: "sync", path: path) }
        guard rename(path, destination) == 0 else {
            throw FileError(operation: "rename", path: path)
        }
        try AtomicFile.syncFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }
}
