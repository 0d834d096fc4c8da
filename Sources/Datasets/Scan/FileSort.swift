import Files

/// The kind of a file by its name and its first bytes.
enum FileSort: Hashable {
    /// A file that is read: its name ends in `.jpeg`, `.jpg` or `.png`, in any case.
    case image
    /// A file that looks like an image and is not read, with its suffix.
    case otherImage(String)
    case other

    /// - Parameters:
    ///   - name: the name of the file.
    ///   - path: of the file, whose first bytes are looked at where its name says nothing.
    init(_ name: FilePath, at path: FilePath) {
        if ImageSuffixes.isRead(name) {
            self = .image
        } else if let suffix = ImageSuffixes.notReadSuffix(of: name) {
            self = .otherImage(suffix)
        } else if Self.beginsLikeAnImage(path) {
            let suffix = ImageSuffixes.last(of: name)
            self = .otherImage(suffix.utf8.count < 2 ? "without a suffix" : suffix)
        } else {
            self = .other
        }
    }

    /// Whether the file begins as image files do. A file that cannot be read does not.
    private static func beginsLikeAnImage(_ path: FilePath) -> Bool {
        guard let start = try? SmallFile.start(of: path, count: ImageSignature.count) else {
            return false
        }
        return ImageSignature.begins(start)
    }
}

extension FolderEntry {
    /// The words for an entry that is no part of a data set whatever it contains: it is hidden, or
    /// a folder or file of the system. Nil for any other.
    var systemSort: String? {
        if isHidden { return "hidden" }
        let isOfSystem =
            isFolder
            ? SystemFolders.contains(name)
            : Self.systemFiles.contains { name.equals(ignoringCase: $0) }
        return isOfSystem ? "of the system" : nil
    }

    /// Files in which Windows and macOS keep previews and settings of a folder.
    private static let systemFiles = [
        "thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "icon\r",
    ]

    /// The words for an entry of which nobody can say what it is: a link that leads nowhere, to an
    /// unmounted disk or in a circle. It may stand for images or a folder of images. Nil for any
    /// other.
    var brokenSort: String? {
        guard kind == nil else { return nil }
        return isLink ? "links that lead nowhere" : "entries that cannot be looked at"
    }
}
