import Files

/// The category of a file by its name and its first bytes.
enum FileCategory: Hashable {
    /// A file that is read: its name ends with a suffix of `ImageFormat`; case is ignored.
    case image
    /// A file that looks like an image but is not read, with its suffix.
    case otherImage(String)
    /// A file with the suffix of an archive.
    case archive
    /// A file that is not an image.
    case other

    /// - Parameters:
    ///   - name: the name of the file.
    ///   - path: the path of the file, whose first bytes are read if the name is not that of an
    ///     image.
    init(_ name: FilePath, at path: FilePath) {
        if ImageSuffixes.isRead(name) {
            self = .image
        } else if let suffix = ImageSuffixes.notReadSuffix(of: name) {
            self = .otherImage(suffix)
        } else if ArchiveSuffix.of(name) != nil {
            self = .archive
        } else if Self.beginsLikeAnImage(path) {
            let suffix = ImageSuffixes.last(of: name)
            self = .otherImage(suffix.utf8.count < 2 ? "without a suffix" : suffix)
        } else {
            self = .other
        }
    }

    /// True if the file begins like an image file; false for a file that cannot be read.
    private static func beginsLikeAnImage(_ path: FilePath) -> Bool {
        guard let start = try? SmallFile.start(of: path, count: ImageSignature.count) else {
            return false
        }
        return ImageSignature.begins(start)
    }
}

extension FolderEntry {
    /// The category of an entry that is never part of a data set, because it is hidden or a folder
    /// or file of the system; nil for other entries.
    var systemCategory: String? {
        if isHidden { return "hidden" }
        let isOfSystem =
            isFolder
            ? SystemFolders.contains(name)
            : Self.systemFiles.contains { name.equals(ignoringCase: $0) }
        return isOfSystem ? "of the system" : nil
    }

    /// The files in which Windows and macOS store previews and settings of a folder.
    private static let systemFiles = [
        "thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "icon\r",
    ]

    /// The category of an entry whose kind is unknown: a broken link, a link to an unmounted disk
    /// or a circular link. It could be an image or a folder of images. Nil for other entries.
    var brokenCategory: String? {
        guard kind == nil else { return nil }
        return isLink ? "broken links" : "entries that cannot be examined"
    }
}
