/// The files and folders of a data set that are not read: what looks like images or a split, and what does not.
package struct UnreadFiles: Sendable, Hashable {
    /// Files of one sort in one folder.
    package struct Group: Sendable, Hashable {
        /// Relative to the set's root, with names in their text form; empty for the root itself.
        package var folder: String
        /// What they are, such as `.jfif` or `in subfolders`.
        package var sort: String
        package var count: Int
        /// The path of the first of them, relative to the root.
        package var example: String

        /// Such as `train/A: 4 .jfif (such as train/A/a.jfif)`.
        package var text: String {
            "\(folder.isEmpty ? "." : folder): \(count) \(sort) (such as \(example))"
        }
    }

    /// What looks like images that are not where images are read, sorted by folder.
    package private(set) var images: [Group] = []
    /// Folders that look like a split under another name, each with the name that is read.
    package private(set) var splits: [(folder: String, meant: Split)] = []
    /// Files that are no images, and folders of the system, sorted by folder.
    package private(set) var others: [Group] = []

    package var isEmpty: Bool { images.isEmpty && splits.isEmpty && others.isEmpty }
    /// Whether something is not read that a person would expect to be.
    package var isSuspicious: Bool { !images.isEmpty || !splits.isEmpty }

    package init() {}

    /// - Parameter path: of the file, or of the first of several, relative to the root.
    mutating func addImage(
        _ path: String, in folder: String, _ sort: String, count: Int = 1
    ) {
        Self.add(path, in: folder, sort, count, to: &images)
    }

    /// - Parameter path: of the file, or of the first of several, relative to the root.
    mutating func addOther(
        _ path: String, in folder: String, _ sort: String, count: Int = 1
    ) {
        Self.add(path, in: folder, sort, count, to: &others)
    }

    mutating func addSplit(_ folder: String, meant: Split) { splits.append((folder, meant)) }

    private static func add(
        _ path: String, in folder: String, _ sort: String, _ count: Int, to groups: inout [Group]
    ) {
        if let index = groups.firstIndex(where: { $0.folder == folder && $0.sort == sort }) {
            groups[index].count += count
        } else {
            groups.append(Group(folder: folder, sort: sort, count: count, example: path))
        }
    }

    /// One line for each split that may be meant, then for each group of images.
    package var suspicions: [String] {
        splits.map { "\($0.folder): did you mean \($0.meant.rawValue)?" } + images.map(\.text)
    }

    /// One line on what is harmless; nil where there is nothing.
    package var note: String? {
        guard let first = others.first else { return nil }
        let count = others.reduce(0) { $0 + $1.count }
        let files = count == 1 ? "1 entry that is no image" : "\(count) entries that are no images"
        return "\(files), such as \(first.example)"
    }

    package static func == (left: UnreadFiles, right: UnreadFiles) -> Bool {
        left.images == right.images && left.others == right.others
            && left.splits.map(\.folder) == right.splits.map(\.folder)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(images)
        hasher.combine(others)
        hasher.combine(splits.map(\.folder))
    }
}
