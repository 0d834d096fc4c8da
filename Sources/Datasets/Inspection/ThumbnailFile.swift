import Files
import Foundation

/// The thumbnails of images in a temporary file without a name: those of a large data set need more
/// memory than a computer may have.
final class ThumbnailFile: Sendable {
    private static let size = PerceptualHash.side * PerceptualHash.side
    private let descriptor: Int32

    /// - Throws: `FileError` if no temporary file can be created.
    init() throws {
        let folder = try ScratchFolder("inspection")
        defer { folder.remove() }
        let path = "\(folder.path)/thumbnails"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw FileError(operation: "create a temporary file", path: path)
        }
    }

    deinit { close(descriptor) }

    /// Writes the thumbnail of image `index`, `[32, 32]`.
    /// - Throws: `FileError`, for example if the disk is full.
    func write(_ thumbnail: [UInt8], at index: Int) throws(FileError) {
        precondition(thumbnail.count == Self.size, "\(thumbnail.count) bytes")
        let count = thumbnail.withUnsafeBytes {
            pwrite(descriptor, $0.baseAddress, Self.size, off_t(index * Self.size))
        }
        guard count == Self.size else {
            throw FileError(operation: "write", path: "a temporary file")
        }
    }

    /// The thumbnail of image `index`, which was written before.
    /// - Throws: `FileError`.
    func read(_ index: Int) throws(FileError) -> [UInt8] {
        var count = 0
        let thumbnail = [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, filled in
            count = pread(descriptor, buffer.baseAddress, Self.size, off_t(index * Self.size))
            filled = max(count, 0)
        }
        guard count == Self.size else {
            throw FileError(operation: "read", path: "a temporary file")
        }
        return thumbnail
    }
}
