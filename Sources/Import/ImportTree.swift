import Datasets
import Files
import Vocabulary

/// The placement of the files of a folder tree in the data set.
///
/// The tree is `{train,val,test}/<class>/<image>` or `<class>/<image>`, at any depth, or several
/// such trees. The class is the folder that contains the image. If that folder cannot be a class,
/// the tree is rejected.
struct ImportTree {
    private(set) var placements: [ImportPlacement] = []
    private(set) var notes: [String] = []
    private let path: String

    /// - Throws: `ImportError`.
    init(_ source: some ImportSource, _ options: ImportOptions) throws {
        path = source.path
        let sorting = try ImportSorting(source, options)
        notes = sorting.notes
        let images = sorting.images.map { (index: $0, name: source.entries[$0].name) }
        guard !images.isEmpty else {
            let files = source.entries.filter { !$0.isHidden }.map { "\($0.name)" }.sorted()
            throw ImportError.noImages(path, files: files)
        }
        let (placed, others) = Self.placedBySplit(images)
        if placed.isEmpty {
            try checkNoSplit(images)
            placements = try placedByClass(images)
        } else if others.isEmpty {
            placements = placed
            try noteSplits(images)
        } else {
            throw leftOut(others, placed)
        }
        try checkClasses(hasSplits: !placed.isEmpty)
        try checkTrees(hasSplits: !placed.isEmpty)
    }

    private typealias Image = (index: Int, name: EntryName)

    private static func split(_ part: EntryName) -> Split? { SplitWords.meant(by: part.path) }

    private static func placement(_ image: Image, _ split: Split, tree: Int) -> ImportPlacement {
        let parts = image.name.parts
        let tree = parts[..<tree]
        return ImportPlacement(
            index: image.index, split: split, label: parts[parts.count - 2],
            name: parts[parts.count - 1],
            longName: EntryName(joining: tree + [parts[parts.count - 1]]).percentEncoded(),
            tree: EntryName(joining: tree))
    }

    /// The images in the class folders of a split, and the other images.
    private static func placedBySplit(_ images: [Image]) -> ([ImportPlacement], [Image]) {
        var placed: [ImportPlacement] = []
        var others: [Image] = []
        for image in images {
            let parts = image.name.parts
            if parts.count >= 3, let split = split(parts[parts.count - 3]) {
                placed.append(placement(image, split, tree: parts.count - 3))
            } else {
                others.append(image)
            }
        }
        return (placed, others)
    }

    private func leftOut(_ others: [Image], _ placed: [ImportPlacement]) -> ImportError {
        let names = others.map { "\($0.name)" }.sorted()
        return .leftOut(
            path, files: names,
            reason:
                "outside of the class folders of train, val and test, so the classes are unknown; "
                + "move them, or exclude them with --exclude PATTERN")
    }

    private struct SplitFolder: Hashable {
        var parent: EntryName
        var name: EntryName
    }

    /// Notes which folders are read as splits under other names. Two sibling folders for one split
    /// are an error.
    private mutating func noteSplits(_ images: [Image]) throws {
        let folders = Set(
            images.map {
                let parts = $0.name.parts.dropLast(2)
                return SplitFolder(
                    parent: EntryName(joining: parts.dropLast()), name: parts[parts.endIndex - 1])
            })
        for (_, siblings) in Dictionary(grouping: folders, by: \.parent) {
            let bySplit = Dictionary(grouping: siblings.map(\.name), by: { Self.split($0) })
            for split in Split.allCases {
                guard let names = bySplit[split], names.count > 1 else { continue }
                throw ImportError.splitFolders(
                    path, folders: names.sorted().map { "'\($0)'" },
                    reason: "are in the same folder and both mean \(split.rawValue)")
            }
        }
        let others = Set(folders.map(\.name)).filter { SplitWords.split(of: $0.path) == nil }
        guard !others.isEmpty else { return }
        let shown = others.sorted().map { "'\($0)' is read as \(Self.split($0)?.rawValue ?? "")" }
        notes.append(ImportError.list(shown, most: 6))
    }

    /// Checks for folders of splits that are not recognized; their images would all become training
    /// images.
    private func checkNoSplit(_ images: [Image]) throws {
        let folders = Set(images.flatMap { $0.name.parts.dropLast() }).sorted()
        guard let first = folders.first(where: { SplitWords.looksLikeSplit($0.path) }) else {
            return
        }
        if Self.split(first) != nil {
            throw ImportError.noClasses(
                path, examples: images.map { "\($0.name)" }.sorted(),
                reason: "its images are not in {train,val,test}/<class>/")
        }
        let names = folders.filter { SplitWords.looksLikeSplit($0.path) }
        throw ImportError.splitFolders(
            path, folders: names.map { "'\($0)'" },
            reason: names.count == 1
                ? "looks like a split, but it is unclear which one"
                : "look like splits, but it is unclear which ones")
    }

    private func placedByClass(_ images: [Image]) throws -> [ImportPlacement] {
        let names = images.map { "\($0.name)" }.sorted()
        let loose = images.filter { $0.name.parts.count < 2 }
        guard loose.isEmpty else {
            if loose.count == images.count {
                throw ImportError.noClasses(
                    path, examples: names, reason: "its images are not in class folders")
            }
            throw ImportError.leftOut(
                path, files: loose.map { "\($0.name)" }.sorted(),
                reason:
                    "outside of class folders; move them, or exclude them with --exclude PATTERN")
        }
        let folders = Set(images.map { EntryName(joining: $0.name.parts.dropLast()) })
        for folder in folders.sorted() {
            let parts = folder.parts
            for end in 1..<parts.count where folders.contains(EntryName(joining: parts[..<end])) {
                throw ImportError.noClasses(
                    path, examples: names,
                    reason:
                        "'\(EntryName(joining: parts[..<end]))' and '\(folder)' inside it both contain images"
                )
            }
        }
        return images.map { Self.placement($0, .train, tree: $0.name.parts.count - 2) }
    }

    /// The classes by tree.
    private var trees: [(name: EntryName, classes: Set<EntryName>)] {
        Dictionary(grouping: placements, by: { $0.tree ?? EntryName("") })
            .map { (name: $0.key, classes: Set($0.value.map(\.label))) }
            .sorted { $0.name < $1.name }
    }

    private func checkClasses(hasSplits: Bool) throws {
        let classes = Set(placements.map(\.label)).sorted()
        let bySplit = Dictionary(grouping: placements, by: \.split)
            .mapValues { Set($0.map(\.label)) }
        let examples = placements.map { "\($0.tree ?? $0.label)/.../\($0.label)/\($0.name)" }
            .sorted()
        let layout = ClassFolders.Layout(
            isRepeated: bySplit.count > 1
                && bySplit.values.allSatisfy { $0.count == classes.count },
            isNested: !hasSplits && trees.count > 1)
        if let reason = ClassFolders.rejection(of: classes, layout) {
            throw ImportError.noClasses(path, examples: examples, reason: reason)
        }
        guard classes.count >= 2 else {
            throw ImportError.noClasses(
                path, examples: examples,
                reason: "all its images are in folders named '\(classes[0])'")
        }
    }

    /// Checks that several trees are one data set, that is, all trees have the same classes;
    /// otherwise a parent folder could be the class.
    ///
    /// In folders of splits the class is always the folder of the image, and a tree may lack some
    /// classes.
    private mutating func checkTrees(hasSplits: Bool) throws {
        let trees = self.trees
        guard trees.count > 1 else { return }
        let all = Set(trees.flatMap(\.classes))
        func isWhole(_ tree: (name: EntryName, classes: Set<EntryName>)) -> Bool {
            tree.classes == all
        }
        let fits = hasSplits ? trees.contains(where: isWhole) : trees.allSatisfy(isWhole)
        guard fits else {
            let shown = trees.prefix(3).map { tree in
                let names = tree.classes.sorted().map { "'\($0)'" }
                return "'\(tree.name.isEmpty ? EntryName(".") : tree.name)' has "
                    + ImportError.list(names, most: 3)
            }
            throw ImportError.noClasses(
                path, examples: placements.map { "\($0.tree ?? $0.label)/\($0.label)/\($0.name)" },
                reason: "the folders of the images differ between parent folders ("
                    + shown.joined(separator: "; ") + ")")
        }
        if !hasSplits {
            notes.append(
                "the class of an image is the name of its folder: "
                    + ImportError.list(all.sorted().map { "\($0)" }, most: 5)
                    + "; these folders are in each of "
                    + ImportError.list(
                        trees.map { $0.name.isEmpty ? "." : "\($0.name)" }, most: 5))
        }
    }
}
