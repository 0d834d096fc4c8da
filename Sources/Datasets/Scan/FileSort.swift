import Files

/// What a file is by its name: an image that is read, something that looks like one, or neither.
enum FileSort: Hashable {
    /// `.jpeg`, `.jpg` or `.png`.
    case image
    /// A format of images that is not read, with its suffix.
    case otherImage(String)
    case other

    private static let read: Set<String> = [".jpeg", ".jpg", ".png"]
    private static let notRead: Set<String> = [
        ".jfif", ".jpe", ".jif", ".jp2", ".j2k", ".jpx", ".apng", ".bmp", ".dib", ".gif", ".tif",
        ".tiff", ".webp", ".heic", ".heif", ".avif", ".pgm", ".ppm", ".pnm", ".pbm", ".dcm",
        ".dicom", ".nii", ".nrrd", ".mha", ".mhd", ".svs", ".npy", ".raw",
    ]

    /// - Parameter path: of the file, whose first bytes are looked at where its name says nothing.
    init(_ name: [UInt8], at path: FilePath) {
        let suffix = Self.suffix(name)
        if Self.read.contains(suffix) {
            self = .image
        } else if Self.notRead.contains(suffix) {
            self = .otherImage(suffix)
        } else if Self.beginsLikeAnImage(path) {
            self = .otherImage(suffix.isEmpty ? "without a suffix" : suffix)
        } else {
            self = .other
        }
    }

    /// Whether files of this name are read as images.
    static func isImageName(_ name: String) -> Bool { read.contains(suffix(Array(name.utf8))) }

    /// From the last dot on, in lower case; empty without one.
    static func suffix(_ name: [UInt8]) -> String {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return "" }
        return FileName.text(of: name[dot...]).lowercased()
    }

    /// Whether the file begins as JPEG, PNG, GIF, TIFF, BMP, WebP or DICOM files do. A file that cannot be read does not.
    private static func beginsLikeAnImage(_ path: FilePath) -> Bool {
        guard let start = try? SmallFile.start(of: path, count: 132) else { return false }
        let signatures: [[UInt8]] = [
            [0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47], Array("GIF8".utf8),
            [0x49, 0x49, 0x2A, 0],
            [0x4D, 0x4D, 0, 0x2A],
        ]
        return signatures.contains { start.starts(with: $0) }
            || start.dropFirst(128).starts(with: Array("DICM".utf8))
            || (start.starts(with: Array("RIFF".utf8))
                && start.dropFirst(8).starts(with: Array("WEBP".utf8)))
    }
}

/// Names that systems and programs put into folders, and that are no part of a data set.
enum SystemNames {
    private static let names: Set<String> = [
        "__macosx", "@eadir", "#recycle", "#snapshot", "$recycle.bin", "recycler",
        "system volume information", "lost+found", "thumbs.db", "ehthumbs.db", "desktop.ini",
        "icon\\x0d", "__pycache__",
    ]

    /// Whether the entry is hidden or belongs to the system.
    static func contains(_ entry: FolderEntry) -> Bool {
        entry.isHidden || names.contains(entry.text.lowercased())
    }
}
