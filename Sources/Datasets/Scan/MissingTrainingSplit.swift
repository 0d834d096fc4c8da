import Files
import Foundation
import Vocabulary

/// The error for a folder without `train`, with a suggestion based on its contents.
struct MissingTrainingSplit {
    let error: DatasetError

    /// - Throws: `FileError` if the folder cannot be listed.
    init(_ root: String) throws {
        let entries = try FolderEntry.list(FilePath(root)).filter { $0.systemCategory == nil }
        let folders = entries.filter(\.isFolder)
        let archives = entries.filter(\.isArchive)
        if let other = folders.first(where: { SplitWords.meant(by: $0.name) == .train }) {
            error = .misnamedTrainingSplit(root, folder: other.text)
        } else if let inner = Self.set(in: folders + archives, root) ?? Self.set(around: root) {
            error = .noTrainingSplit(root, inner: inner)
        } else {
            let classes = folders.filter { Self.hasImages(FilePath(root).appending($0.name)) }
            error =
                classes.count > 1
                ? .classesWithoutSplits(root, classes: classes.map(\.text))
                : .noTrainingSplit(root, inner: nil, archives: archives.map(\.text))
        }
    }

    /// A subfolder or archive in `root` that looks like a data set, as in some archives, or the
    /// only folder of such an archive.
    private static func set(in entries: [FolderEntry], _ root: String) -> String? {
        for entry in entries {
            let path = "\(root)/\(entry.text)"
            if SetLayout.isSet(path) { return path }
            guard entry.isArchive else { continue }
            let inner = (try? FolderEntry.list(FilePath(path))) ?? []
            let folders = inner.filter { $0.isFolder && $0.systemCategory == nil }
            if let set = set(in: folders, path) { return set }
        }
        return nil
    }

    /// The folder that contains `root` if it looks like a data set, and `root` is one of its splits
    /// or a class in one of them.
    private static func set(around root: String) -> String? {
        var split = root
        for _ in 0..<2 {
            let outer = FileManager.parentPath(split)
            let name = FilePath((split as NSString).lastPathComponent)
            if SplitWords.meant(by: name) != nil, SetLayout.isSet(outer) { return outer }
            split = outer
        }
        return nil
    }

    private static func hasImages(_ folder: FilePath) -> Bool {
        let entries = (try? FolderEntry.list(folder)) ?? []
        return entries.contains { !$0.isHidden && ImageSuffixes.isRead($0.name) }
    }
}
