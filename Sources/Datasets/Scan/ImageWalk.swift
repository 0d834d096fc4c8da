package import Files

/// All images of a folder and of the folders in it, and everything else that lies there.
///
/// Every folder is entered once, whatever links lead to it: those of the tree itself first, then
/// those that links lead to.
package struct ImageWalk: Sendable {
    /// Sorted by the bytes of their paths.
    package private(set) var images: [FilePath] = []
    package private(set) var unread = UnreadFiles()
    /// The links to folders that are still to be followed.
    private var links: [Item] = []

    /// A file or folder of the walk.
    private struct Item {
        var path: FilePath
        /// The text of its path, relative to where the walk began.
        var text: String
        /// The folder that it lies in, likewise.
        var place: String
    }

    /// - Throws: `FileError` when a folder cannot be listed.
    package init(_ folder: FilePath) throws {
        var entered: Set<FileIdentity> = []
        try self.init(folder, entered: &entered)
    }

    /// - Parameter entered: the folders that are not to be entered, for they are read elsewhere;
    ///   those of the walk are added.
    /// - Throws: `FileError` when a folder cannot be listed.
    init(_ folder: FilePath, entered: inout Set<FileIdentity>) throws {
        try enter(Item(path: folder, text: "", place: ""), &entered)
        while !links.isEmpty {
            let link = links.removeFirst()
            try enter(link, &entered)
        }
        images.sort()
    }

    private mutating func enter(_ folder: Item, _ entered: inout Set<FileIdentity>) throws {
        guard entered.insert(try FileIdentity(folder.path)).inserted else {
            return unread.addOther(folder.text, in: folder.place, UnreadFiles.known)
        }
        for entry in try FolderEntry.list(folder.path) {
            let item = Item(
                path: folder.path.appending(entry.name),
                text: folder.text.isEmpty ? entry.text : "\(folder.text)/\(entry.text)",
                place: folder.text)
            if let sort = entry.systemSort {
                unread.addOther(item.text, in: item.place, sort)
            } else if !entry.isFolder {
                take(entry, item)
            } else if entry.isLink {
                links.append(item)
            } else {
                try enter(item, &entered)
            }
        }
    }

    private mutating func take(_ entry: FolderEntry, _ item: Item) {
        switch FileSort(entry.name, at: item.path) {
        case .image: images.append(item.path)
        case .otherImage(let sort): unread.addImage(item.text, in: item.place, sort)
        case .other:
            if let sort = entry.brokenSort {
                unread.addImage(item.text, in: item.place, sort)
            } else {
                unread.addOther(item.text, in: item.place, UnreadFiles.plain)
            }
        }
    }
}
