import Datasets
import Files
import Foundation

/// The source of an imported data set.
protocol ImportSource: Sendable {
    /// The path for errors.
    var path: String { get }
    /// All files, checked for harmful names. Entries are identified by their index in this list.
    var entries: [ImportEntry] { get }
    /// Notes for the user.
    var notes: [String] { get }
    /// The SHA-256 of entries, in the order of `indices`.
    /// - Throws: `ImportError`.
    func digests(of indices: [Int]) throws -> [String]
    /// Reads entries in the order of the source and passes them to `body` in groups of bounded
    /// size.
    /// - Throws: `ImportError`, and the errors of `body`.
    func read(_ indices: Set<Int>, _ body: ([(index: Int, data: Data)]) throws -> Void) throws
}

/// A file of an archive or a folder.
struct ImportEntry: Sendable, Hashable {
    /// The path relative to the archive or folder.
    var name: EntryName
    /// The uncompressed size in bytes.
    var size: Int
    /// True if the first bytes are those of an image; only set if the name does not show it.
    var beginsLikeImage = false

    /// The maximum size of an image in bytes; larger files are rejected.
    static let maximumBytes = 500_000_000
    /// The maximum number of bytes and of files in a group, except for a single larger file.
    static let batchBytes = 64_000_000
    static var batchCount: Int { Parallel.chunk }

    /// True for a file that macOS or a storage system creates next to images, or that is in a
    /// folder of such files.
    var isHidden: Bool {
        let parts = name.parts
        return parts.last?.hasPrefix(".") == true
            || parts.dropLast().contains { SystemFolders.contains($0.path) }
    }

    /// True if the suffix is that of a supported image format.
    var isImage: Bool { ImageSuffixes.isRead(name.path) }

    /// True if the suffix or the first bytes are those of an unsupported image.
    var isForeignImage: Bool {
        !isImage && (beginsLikeImage || ImageSuffixes.isImage(name.path))
    }

    /// True if only the first bytes can show whether the file is an image.
    var needsLook: Bool { !isHidden && !ImageSuffixes.isImage(name.path) }
}
