import Files
import Vocabulary

/// Where the images of a data set are: in folders or archives with the names of splits, or in
/// WebDataset shards.
enum SetLayout {
    /// The folder of the classes of each split that exists.
    case folders([Split: SplitFolder])
    case shards([Shard])

    /// The folder of the classes of a split.
    struct SplitFolder {
        /// The name of the folder or archive in the root.
        var name: FilePath
        /// The path relative to the root: `train`, `train.zip`, or `train.zip/train` if the archive
        /// contains only that folder.
        var path: String
    }

    /// An archive of samples.
    struct Shard {
        /// The path relative to the root; empty: the root itself.
        var path: String
        /// The split in its name; nil if it has none.
        var split: Split?
    }

    /// - Parameter root: the absolute path of the data set.
    /// - Throws: `DatasetError` for an entry with the name of a split that is neither a folder nor
    ///   an archive, such as a link to a disk that is not mounted; `FileError`.
    init(root: String) throws {
        let entries = try FolderEntry.list(FilePath(root)).filter { $0.systemCategory == nil }
        let archives = entries.filter(\.isArchive)
        var folders: [Split: SplitFolder] = [:]
        for split in Split.allCases {
            let name = FilePath(split.rawValue)
            if let entry = entries.first(where: { $0.name == name }) {
                guard entry.isFolder else {
                    throw DatasetError.brokenFolder(
                        "\(root)/\(split.rawValue)",
                        reason: entry.reasonForNoFolder(in: FilePath(root)))
                }
                folders[split] = SplitFolder(name: name, path: split.rawValue)
            }
        }
        if folders.isEmpty, let shards = try Self.shards(in: root, archives) {
            self = .shards(shards)
            return
        }
        for split in Split.allCases where folders[split] == nil {
            let found = archives.filter { ArchiveSuffix.stem($0.name) == FilePath(split.rawValue) }
            guard found.count < 2 else {
                throw DatasetError.severalArchives(root, split: split, found.map(\.text))
            }
            guard let archive = found.first else { continue }
            folders[split] = SplitFolder(
                name: archive.name, path: try Self.folder(in: archive.text, split, root))
        }
        self = .folders(folders)
    }

    /// The folder of the classes in the archive of a split.
    private static func folder(
        in archive: String, _ split: Split, _ root: String
    ) throws -> String {
        let inner = try FolderEntry.list(FilePath(root).appending(text: archive))
            .filter { $0.systemCategory == nil }
        let isWrapped = inner.count == 1 && inner[0].isFolder && inner[0].text == split.rawValue
        return isWrapped ? "\(archive)/\(split.rawValue)" : archive
    }

    /// True if a folder or archive is a data set, with images for training.
    static func isSet(_ root: String) -> Bool {
        switch try? SetLayout(root: root) {
        case .folders(let folders)?: folders[.train] != nil
        case .shards?: true
        case nil: false
        }
    }

    /// The shards in a folder; nil if it does not have any.
    private static func shards(in root: String, _ archives: [FolderEntry]) throws -> [Shard]? {
        let path = FilePath(root)
        if archives.isEmpty {
            let isShard = ArchiveSuffix.of(path) != nil && WebDatasetShard.isShard(path)
            return isShard ? [Shard(path: "", split: nil)] : nil
        }
        let tars = archives.filter { ArchiveSuffix.of($0.name) == ".tar" }
        guard tars.contains(where: { WebDatasetShard.isShard(path.appending($0.name)) }) else {
            let isSplit = archives.contains { archive in
                Split.allCases.contains {
                    ArchiveSuffix.stem(archive.name) == FilePath($0.rawValue)
                }
            }
            // A damaged archive may be the only shard.
            if !isSplit { for tar in tars { _ = try FolderEntry.list(path.appending(tar.name)) } }
            return nil
        }
        let splits = try tars.map { try split(of: $0, root) }
        guard !splits.contains(nil) || splits.allSatisfy({ $0 == nil }) else {
            let named = zip(tars, splits).filter { $0.1 == nil }.map(\.0.text)
            throw DatasetError.shards(
                root,
                reason:
                    "some shards have the name of a split, but not \(named.joined(separator: ", "))"
            )
        }
        return zip(tars, splits).map { Shard(path: $0.text, split: $1) }
    }

    /// The split in the name of a shard, such as `train-0000.tar` or `imagenet-val-3.tar`.
    private static func split(of shard: FolderEntry, _ root: String) throws -> Split? {
        let words = SplitWords.tokens(of: ArchiveSuffix.stem(shard.name))
        let splits = Set(words.compactMap { Split(word: $0) })
        guard splits.count < 2 else {
            throw DatasetError.shards(root, reason: "the name of '\(shard.text)' has two splits")
        }
        return splits.first
    }
}

extension FolderEntry {
    /// True for a file with the suffix of an archive, which may be read or not.
    var isArchive: Bool { kind == .file && ArchiveSuffix.of(name) != nil }

    /// The reason why the entry of `folder` is not a folder.
    func reasonForNoFolder(in folder: FilePath) -> String {
        do throws(FileError) { _ = try folder.appending(name).information() } catch {
            return error.reason
        }
        return "it is not a folder"
    }
}
