package import Files

/// All images in a folder and its subfolders, and all other files there.
///
/// Each folder is entered once, even if several links lead to it: first the folders of the tree
/// itself, then those that links lead to.
package struct ImageWalk: Sendable {
    /// The images, sorted by the bytes of their paths.
    package private(set) var images: [FilePath] = []
    /// The other files.
    package private(set) var unread = UnreadFiles()
    /// The links to folders that are not yet followed.
    private var links: [Item] = []
    private var archives: [Item] = []

    /// A file or folder of the walk.
    private struct Item {
        var path: FilePath
        /// The path as text, relative to the first folder.
        var text: String
        /// The folder that contains it, relative to the first folder.
        var parent: String
    }

    /// Reads a folder, or the archives in it if it contains no images beside them.
    /// - Throws: `FileError` if a folder cannot be listed, and for an archive that cannot be read.
    package init(_ folder: FilePath) throws {
        var entered: Set<FileIdentity> = []
        try self.init(folder, entered: &entered)
        guard images.isEmpty else { return }
        let archives = archives
        unread.removeArchives()
        for archive in archives { try enter(archive, &entered) }
        images.sort()
    }

    /// - Parameter entered: the folders that are not entered, because they are read elsewhere;
    ///   those of the walk are added.
    /// - Throws: `FileError` if a folder cannot be listed.
    init(_ folder: FilePath, entered: inout Set<FileIdentity>) throws {
        try enter(Item(path: folder, text: "", parent: ""), &entered)
        while !links.isEmpty {
            let link = links.removeFirst()
            try enter(link, &entered)
        }
        images.sort()
    }

    private mutating func enter(_ folder: Item, _ entered: inout Set<FileIdentity>) throws {
        guard entered.insert(try FileIdentity(folder.path)).inserted else {
            return unread.addOther(folder.text, in: folder.parent, UnreadFiles.known)
        }
        for entry in try FolderEntry.list(folder.path) {
            let item = Item(
                path: folder.path.appending(entry.name),
                text: folder.text.isEmpty ? entry.text : "\(folder.text)/\(entry.text)",
                parent: folder.text)
            if let category = entry.systemCategory {
                unread.addOther(item.text, in: item.parent, category)
            } else if !entry.isFolder {
                add(entry, item)
            } else if entry.isLink {
                links.append(item)
            } else {
                try enter(item, &entered)
            }
        }
    }

    private mutating func add(_ entry: FolderEntry, _ item: Item) {
        switch FileCategory(entry.name, at: item.path) {
        case .image: images.append(item.path)
        case .otherImage(let category): unread.addImage(item.text, in: item.parent, category)
        case .archive:
            archives.append(item)
            unread.addOther(item.text, in: item.parent, UnreadFiles.archives)
        case .other:
            if let category = entry.brokenCategory {
                unread.addImage(item.text, in: item.parent, category)
            } else {
                unread.addOther(item.text, in: item.parent, UnreadFiles.plain)
            }
        }
    }
}
