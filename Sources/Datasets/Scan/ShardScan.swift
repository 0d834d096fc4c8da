import Files
import Vocabulary

/// The contents of the shards of a data set: the classes, and their images by split.
struct ShardScan {
    /// The names of the classes: sorted by number if all are numbers, otherwise by bytes.
    let classes: [String]
    /// The paths relative to the root, by split and class, sorted by bytes; shards without a split
    /// are training images.
    let files: [Split: [[String]]]
    let unread: UnreadFiles

    /// - Throws: `DatasetError` for samples that cannot be used; `FileError`.
    init(root: String, _ shards: [SetLayout.Shard]) throws {
        let folder = FilePath(root)
        let read = Parallel.map(count: shards.count) { index in
            Result { try WebDatasetShard(root: folder, shard: shards[index].path) }
        }
        let contents = try read.map { try $0.get() }
        var unread = UnreadFiles()
        for shard in contents { unread.add(shard.unread) }
        self.unread = unread
        let bad = contents.flatMap(\.bad)
        guard bad.isEmpty else { throw DatasetError.badSamples(bad) }
        let classes = Self.sorted(Set(contents.flatMap { $0.images.map(\.label) }))
        self.classes = classes
        let labels = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
        var files: [Split: [[String]]] = [:]
        for (shard, content) in zip(shards, contents) {
            let split = shard.split ?? .train
            for image in content.images {
                let label = labels[image.label] ?? 0
                files[split, default: classes.map { _ in [] }][label].append(image.path)
            }
        }
        self.files = files.mapValues { classes in
            classes.map { $0.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
        }
    }

    private static func sorted(_ names: Set<String>) -> [String] {
        let numbers = names.compactMap { name in Int(name).map { ($0, name) } }
        guard numbers.count == names.count else {
            return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        return numbers.sorted { $0 < $1 }.map(\.1)
    }
}
