package import Files

/// All images of a folder and of the folders in it, and what else there is.
package struct ImageWalk: Sendable {
    /// Sorted by the bytes of their paths.
    package private(set) var images: [FilePath] = []
    package private(set) var unread = UnreadFiles()

    /// - Throws: `FileError` when a folder cannot be listed.
    package init(_ folder: FilePath) throws {
        try walk(folder, "")
        images.sort()
    }

    /// - Parameter place: the folder, relative to where the walk began.
    private mutating func walk(_ folder: FilePath, _ place: String, depth: Int = 0) throws {
        for entry in try FolderEntry.list(folder) {
            let path = folder.appending(entry.name)
            let text = place.isEmpty ? entry.text : "\(place)/\(entry.text)"
            if SystemNames.contains(entry) { continue }
            if entry.kind == .folder {
                // Links may lead in circles.
                if depth < 32 { try walk(path, text, depth: depth + 1) }
                continue
            }
            switch FileSort(entry.name.bytes, at: path) {
            case .image: images.append(path)
            case .otherImage(let sort): unread.addImage(text, in: place, sort)
            case .other: unread.addOther(text, in: place, "other files")
            }
        }
    }
}
