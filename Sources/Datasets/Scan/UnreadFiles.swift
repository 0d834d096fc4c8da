package import Vocabulary

/// The files and folders of a data set that are not read: what looks like images or a split, and
/// what does not.
package struct UnreadFiles: Sendable, Hashable {
    /// Files of one sort in one folder.
    package struct Group: Sendable, Hashable {
        /// Relative to the set's root, with names in their text form; empty for the root itself.
        package var folder: String
        /// The words for them, such as `.jfif` or `in subfolders`.
        package var sort: String
        package var count: Int
        /// The path of the first of them, relative to the root.
        package var example: String

        /// Such as `train/A: 4 .jfif (such as train/A/a.jfif)`.
        package var text: String {
            "\(folder.isEmpty ? "." : folder): \(count) \(sort) (such as \(example))"
        }
    }

    /// Files that look like images and are not where images are read, in the order in which the
    /// folders are read.
    package private(set) var images: [Group] = []
    /// Folders that look like a split under another name, each with the name that is read.
    package private(set) var splits: [(folder: String, meant: Split)] = []
    /// Files that are no images, hidden files, and folders of the system, in the order in which the
    /// folders are read.
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
        // The files of a folder follow each other, so that its groups are the last ones.
        if let index = groups.lastIndex(where: { $0.folder == folder && $0.sort == sort }) {
            groups[index].count += count
        } else {
            groups.append(Group(folder: folder, sort: sort, count: count, example: path))
        }
    }

    /// One line for each split that may be meant, then for each group of images.
    package var suspicions: [String] {
        splits.map { "\($0.folder): did you mean \($0.meant.rawValue)?" } + images.map(\.text)
    }

    /// One line on what is harmless, with counts; nil where there is nothing.
    package var note: String? {
        guard let first = others.first else { return nil }
        let count = others.reduce(0) { $0 + $1.count }
        let files = count == 1 ? "1 entry that is no image" : "\(count) entries that are no images"
        var sorts: [(sort: String, count: Int)] = []
        for group in others {
            if let index = sorts.firstIndex(where: { $0.sort == group.sort }) {
                sorts[index].count += group.count
            } else {
                sorts.append((group.sort, group.count))
            }
        }
        let list = sorts.map { "\($0.count) \($0.sort)" }.joined(separator: ", ")
        return "\(files), such as \(first.example)"
            + (sorts.allSatisfy { $0.sort == Self.plain } ? "" : " (\(list))")
    }

    /// The words for files that are neither images nor hidden.
    static let plain = "other files"
    /// The words for links to folders whose files are read or counted already.
    static let known = "links to folders that are known already"

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
