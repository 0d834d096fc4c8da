package import Vocabulary

/// The files and folders of a data set that are not read: those that look like images or a split,
/// and others.
package struct UnreadFiles: Sendable, Hashable {
    /// Files of one category in one folder.
    package struct Group: Sendable, Hashable {
        /// The folder relative to the root, with names in their text form; empty for the root.
        package var folder: String
        /// The category, such as `.jfif` or `in subfolders`.
        package var category: String
        /// The number of files.
        package var count: Int
        /// The path of the first file, relative to the root.
        package var example: String

        /// A text such as `train/A: 4 .jfif (such as train/A/a.jfif)`.
        package var text: String {
            "\(folder.isEmpty ? "." : folder): \(count) \(category) (such as \(example))"
        }
    }

    /// Files that look like images but are not where images are read, in the order in which folders
    /// are read.
    package private(set) var images: [Group] = []
    /// Folders that look like a split under another name, each with the name of the split.
    package private(set) var splits: [(folder: String, meant: Split)] = []
    /// Files that are not images, hidden files, and folders of the system, in the order in which
    /// folders are read.
    package private(set) var others: [Group] = []

    /// True if all files are read.
    package var isEmpty: Bool { images.isEmpty && splits.isEmpty && others.isEmpty }
    /// True if some files that are not read look like images or splits.
    package var isSuspicious: Bool { !images.isEmpty || !splits.isEmpty }

    package init() {}

    /// - Parameter path: the path of the file, or of the first of several, relative to the root.
    mutating func addImage(
        _ path: String, in folder: String, _ category: String, count: Int = 1
    ) {
        Self.add(path, in: folder, category, count, to: &images)
    }

    /// - Parameter path: the path of the file, or of the first of several, relative to the root.
    mutating func addOther(
        _ path: String, in folder: String, _ category: String, count: Int = 1
    ) {
        Self.add(path, in: folder, category, count, to: &others)
    }

    /// Removes the archives, which are read after all.
    mutating func removeArchives() { others.removeAll { $0.category == Self.archives } }

    /// Adds the files of other folders.
    mutating func add(_ other: UnreadFiles) {
        images += other.images
        splits += other.splits
        others += other.others
    }

    mutating func addSplit(_ folder: String, meant: Split) { splits.append((folder, meant)) }

    private static func add(
        _ path: String, in folder: String, _ category: String, _ count: Int,
        to groups: inout [Group]
    ) {
        // The files of a folder are added one after another, so its groups are the last ones.
        if let index = groups.lastIndex(where: { $0.folder == folder && $0.category == category }) {
            groups[index].count += count
        } else {
            groups.append(Group(folder: folder, category: category, count: count, example: path))
        }
    }

    /// The lines of a message: one for each folder that looks like a split, then one for each group
    /// of images.
    package var suspicions: [String] {
        splits.map { "\($0.folder): did you mean \($0.meant.rawValue)?" } + images.map(\.text)
    }

    /// A note about the other files, with counts; nil if there are none.
    package var note: String? {
        // Archives may contain images, so one of them is the example.
        guard let first = others.first(where: { $0.category == Self.archives }) ?? others.first
        else { return nil }
        let count = others.reduce(0) { $0 + $1.count }
        let files =
            count == 1 ? "1 entry that is not an image" : "\(count) entries that are not images"
        var categories: [(category: String, count: Int)] = []
        for group in others {
            if let index = categories.firstIndex(where: { $0.category == group.category }) {
                categories[index].count += group.count
            } else {
                categories.append((group.category, group.count))
            }
        }
        let list = categories.map { "\($0.count) \($0.category)" }.joined(separator: ", ")
        return "\(files), such as \(first.example)"
            + (categories.allSatisfy { $0.category == Self.plain } ? "" : " (\(list))")
    }

    /// The category of files that are neither images nor hidden.
    static let plain = "other files"
    /// The category of archives.
    static let archives = "archives"
    /// The category of links to folders whose files are already read or counted.
    static let known = "links to folders that are already counted"

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
