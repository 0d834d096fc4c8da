import Files
import Foundation

/// Where a data set is imported from.
protocol ImportSource: Sendable {
    /// The path, as errors give it.
    var path: String { get }
    /// All files, checked to be harmless. An entry is called by its position in this list.
    var entries: [ImportEntry] { get }
    /// What the reader should know.
    var notes: [String] { get }
    /// The SHA-256 of entries, in their order.
    /// - Throws: `ImportError`.
    func digests(of indices: [Int]) throws -> [String]
    /// Reads entries in an order that suits the source and hands them over in batches of bounded
    /// size.
    /// - Throws: `ImportError`, and what `body` throws.
    func read(_ indices: Set<Int>, _ body: ([(index: Int, data: Data)]) throws -> Void) throws
}

/// A file of an archive or a folder.
struct ImportEntry: Sendable, Hashable {
    /// Relative to the archive or folder.
    var name: EntryName
    /// Bytes when unpacked.
    var size: Int
    /// Whether the first bytes are those of an image; only known where the name does not say it.
    var beginsLikeImage = false

    /// An image of more bytes is no image of a data set.
    static let mostBytes = 500_000_000
    /// The most bytes and files of a batch, but for a file that is larger.
    static let batchBytes = 64_000_000
    static var batchCount: Int { 16 * ProcessInfo.processInfo.activeProcessorCount }

    /// Whether it is one of the files that macOS and storage systems leave beside images, or lies
    /// in a folder of theirs.
    var isHidden: Bool {
        let parts = name.parts
        return parts.last?.hasPrefix(".") == true
            || parts.dropLast().contains { SystemFolders.contains($0.path) }
    }

    /// Whether it is an image by its suffix.
    var isImage: Bool { ImageSuffixes.isRead(name.path) }

    /// Whether it looks like an image that is not read, by its suffix or its first bytes.
    var isForeignImage: Bool {
        !isImage && (beginsLikeImage || ImageSuffixes.isImage(name.path))
    }

    /// Whether the first bytes alone can say if it is an image.
    var needsLook: Bool { !isHidden && !ImageSuffixes.isImage(name.path) }

    /// What is wrong with a name; nil when it stays within its folder.
    static func fault(in name: EntryName) -> String? {
        let parts = name.bytes.split(separator: EntryName.slash, omittingEmptySubsequences: false)
        if name.hasPrefix("/") || isDrive(parts[0]) { return "has an absolute path" }
        if name.bytes.contains(0) { return "has a NUL byte in its path" }
        let dots = [Array("..".utf8), Array(".".utf8)]
        if parts.contains(where: { dots.contains(Array($0)) })
            // On Windows a backslash separates folders.
            || name.bytes.split(whereSeparator: {
                $0 == EntryName.slash || $0 == EntryName.backslash
            })
            .contains(where: { Array($0) == dots[0] })
        {
            return "leaves its folder by its path"
        }
        if parts.dropLast().contains(where: \.isEmpty) || name.isEmpty {
            return "has an empty part in its path"
        }
        if name.bytes.count > 4096 || parts.contains(where: { $0.count > 255 }) {
            return "has a path that is too long"
        }
        return nil
    }

    /// `C:` and so on.
    static func isDrive(_ part: ArraySlice<UInt8>) -> Bool {
        part.count == 2 && part.last == UInt8(ascii: ":")
            && Unicode.Scalar(part[part.startIndex]).properties.isAlphabetic
    }
}
