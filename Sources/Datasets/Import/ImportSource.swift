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
    /// Reads entries in an order that suits the source and hands them over in batches of bounded size.
    /// - Throws: `ImportError`, and what `body` throws.
    func read(_ indices: Set<Int>, _ body: ([(index: Int, data: Data)]) throws -> Void) throws
}

/// A file of an archive or a folder.
struct ImportEntry: Sendable, Hashable {
    /// Relative to the archive or folder.
    var name: EntryName
    /// Bytes when unpacked.
    var size: Int

    /// An image of more bytes is no image of a data set.
    static let mostBytes = 500_000_000
    /// The most bytes and files of a batch, but for a file that is larger.
    static let batchBytes = 64_000_000
    static var batchCount: Int { 16 * ProcessInfo.processInfo.activeProcessorCount }

    /// Whether it is one of the files that macOS and storage systems leave beside images.
    var isHidden: Bool { name.parts.contains { Self.isHidden($0) } }

    static func isHidden(_ part: EntryName) -> Bool {
        part.hasPrefix(".") || systemFolders.contains(part)
    }

    private static let systemFolders: Set<EntryName> = Set(
        [
            "__MACOSX", "@eaDir", "#recycle", "#snapshot", "$RECYCLE.BIN",
            "System Volume Information",
        ]
        .map { EntryName($0) })

    /// The suffixes that are read, in lower case.
    static let suffixes = [".jpeg", ".jpg", ".png"]
    /// The suffixes of images, scans and volumes that are not read.
    static let foreignSuffixes = [
        ".bmp", ".dcm", ".dicom", ".gif", ".heic", ".ima", ".jfif", ".jp2", ".jpe", ".jpf", ".jpx",
        ".mha", ".mhd", ".nii", ".nii.gz", ".nrrd", ".pgm", ".ppm", ".tif", ".tiff", ".webp",
    ]

    /// Whether it is an image by its suffix.
    var isImage: Bool { Self.suffixes.contains { name.hasSuffix($0) } }

    /// The suffix of an image format that is not read; nil for anything else.
    var foreignSuffix: String? { Self.foreignSuffixes.last { name.hasSuffix($0) } }

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
    private static func isDrive(_ part: ArraySlice<UInt8>) -> Bool {
        part.count == 2 && part.last == UInt8(ascii: ":")
            && Unicode.Scalar(part[part.startIndex]).properties.isAlphabetic
    }
}
