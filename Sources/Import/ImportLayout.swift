import Files
import Vocabulary

/// The images of a source to write, and their names in the data set.
struct ImportLayout {
    /// An image and its path in the data set, such as `train/NORMAL/a.jpeg`.
    struct Item: Sendable, Hashable {
        var index: Int
        var target: EntryName
        var size: Int
        /// The SHA-256 of the file.
        var digest: String
    }

    /// The images to write, sorted by target.
    private(set) var items: [Item] = []
    /// The number of images in the source that are copies of an item: same class, same name,
    /// identical file.
    private(set) var copies = 0
    /// Notes for the user.
    private(set) var notes: [String]
    private let source: any ImportSource

    /// - Parameter maximumNameBytes: the maximum length of a file name in the output's file system.
    /// - Throws: `ImportError`.
    init(
        _ placements: [ImportPlacement], _ notes: [String], _ source: any ImportSource,
        maximumNameBytes: Int
    ) throws {
        self.notes = notes
        self.source = source
        let digests = try source.digests(of: placements.map(\.index))
        let images = zip(placements, digests).map { Image(placement: $0, digest: $1) }
        try checkClasses(images)
        try checkSameBytes(images)
        var kept = withoutCopies(images)
        try name(&kept)
        try shorten(&kept, most: maximumNameBytes)
        items = kept.map { image in
            Item(
                index: image.placement.index, target: image.target,
                size: source.entries[image.placement.index].size, digest: image.digest)
        }.sorted { $0.target < $1.target }
        try checkTargets()
    }

    private struct Image {
        var placement: ImportPlacement
        var digest: String

        var target: EntryName {
            EntryName(
                joining: [
                    EntryName(placement.split.rawValue), placement.label, placement.name,
                ])
        }
    }

    private func name(_ image: Image) -> EntryName { source.entries[image.placement.index].name }

    /// Checks that all splits have the same classes, and that every class has training images.
    private func checkClasses(_ images: [Image]) throws {
        let classes = Set(images.map(\.placement.label)).sorted()
        var folded: [String: EntryName] = [:]
        for name in classes {
            guard name.text != nil else {
                throw ImportError.classesDiffer(
                    source.path,
                    reason: "the class '\(name)' has a name that is not UTF-8; rename the folder")
            }
            guard let first = folded.updateValue(name, forKey: name.folded) else { continue }
            throw ImportError.classesDiffer(
                source.path,
                reason:
                    "the classes '\(first)' and '\(name)' differ only in case, white space or Unicode form "
                    + "(\(first.bytesShown) and \(name.bytesShown)); give them one name")
        }
        let trained = Set(images.filter { $0.placement.split == .train }.map(\.placement.label))
        if let missing = classes.first(where: { !trained.contains($0) }) {
            throw ImportError.classesDiffer(
                source.path,
                reason:
                    "class '\(missing)' has no image in train, which has "
                    + (trained.isEmpty
                        ? "no images"
                        : ImportError.list(trained.sorted().map { "'\($0)'" }, most: 5))
                    + "; check that '\(missing)' is a class")
        }
        guard classes.count >= 2 else {
            throw ImportError.classesDiffer(
                source.path,
                reason: "expected at least two classes, got "
                    + (classes.first.map { "only '\($0)'" } ?? "none"))
        }
    }

    /// Reports identical files; in two classes they are an error.
    private mutating func checkSameBytes(_ images: [Image]) throws {
        var first: [String: Image] = [:]
        var pairs: [String] = []
        var acrossSplits: [String] = []
        for image in images where source.entries[image.placement.index].size > 0 {
            guard let other = first[image.digest] else {
                first[image.digest] = image
                continue
            }
            let pair = "\(name(other)) and \(name(image))"
            if other.placement.label != image.placement.label {
                pairs.append(pair)
            } else if other.placement.split != image.placement.split {
                acrossSplits.append(pair)
            }
        }
        guard pairs.isEmpty else { throw ImportError.sameImage(source.path, pairs: pairs) }
        if let pair = acrossSplits.first {
            notes.append(
                "\(ImportError.count(acrossSplits.count, "image")) in two splits are identical, such as \(pair); "
                    + "a test on training images is not valid")
        }
    }

    private struct Identity: Hashable {
        var split: Split
        var label: EntryName
        var name: EntryName
        var digest: String
    }

    /// Keeps one of several images with the same class, name and contents in several trees: the one
    /// in the tree that is nested less deeply.
    private mutating func withoutCopies(_ images: [Image]) -> [Image] {
        let order = images.sorted {
            let (left, right) = ($0.placement.tree, $1.placement.tree)
            guard let left, let right, left != right else { return false }
            return (left.parts.count, left) < (right.parts.count, right)
        }
        var seen: [Identity: EntryName] = [:]
        var kept: [Image] = []
        var copiesByTree: [EntryName: (count: Int, all: Int)] = [:]
        for image in order {
            let placement = image.placement
            guard let tree = placement.tree else {
                kept.append(image)
                continue
            }
            copiesByTree[tree, default: (0, 0)].all += 1
            let identity = Identity(
                split: placement.split, label: placement.label, name: placement.name,
                digest: image.digest)
            if seen.updateValue(tree, forKey: identity) == nil {
                kept.append(image)
            } else {
                copiesByTree[tree, default: (0, 0)].count += 1
            }
        }
        copies = images.count - kept.count
        for (tree, numbers) in copiesByTree.sorted(by: { $0.key < $1.key }) where numbers.count > 0
        {
            notes.append(
                numbers.count == numbers.all
                    ? "\(tree): another copy of \(ImportError.count(numbers.count, "image")), skipped"
                    : "\(tree): \(numbers.count) of its \(numbers.all) images are copies, skipped; the others are imported"
            )
        }
        return kept
    }

    /// Gives different names to images with the same name: their paths, percent-encoded, are put
    /// before the names.
    private mutating func name(_ images: inout [Image]) throws {
        let sameTarget = Dictionary(grouping: images.indices, by: { images[$0].target })
            .filter { $0.value.count > 1 }
        let changed = sameTarget.values.flatMap { $0 }
        for index in changed { images[index].placement.name = images[index].placement.longName }
        if let example = changed.map({ images[$0].target }).max() {
            notes.append(
                "\(changed.count) images have the name of another, different image; "
                    + "their paths were put before their names, with slashes as %2F: \(example)")
        }
    }

    /// Shortens names that are too long for the file system; a digest of the whole name keeps them
    /// distinct.
    private mutating func shorten(_ images: inout [Image], most: Int) throws {
        var example: EntryName?
        var count = 0
        for index in images.indices where images[index].placement.name.bytes.count > most {
            let placement = images[index].placement
            guard let short = placement.name.shortened(keeping: placement.prefix, most: most) else {
                throw ImportError.longName(
                    source.path, entry: "\(placement.name)",
                    reason:
                        "has \(placement.name.bytes.count) bytes; the file system allows at most \(most)"
                )
            }
            images[index].placement.name = short
            example = example ?? images[index].target
            count += 1
        }
        if let example {
            notes.append(
                "\(ImportError.count(count, "name")) longer than the \(most) bytes that the file system allows; "
                    + "their ends were replaced by a digest of the whole name: \(example)")
        }
    }

    private func checkTargets() throws {
        for (item, next) in zip(items, items.dropFirst()) where item.target == next.target {
            throw ImportError.sameTarget(
                source.path, first: "\(source.entries[item.index].name)",
                second: "\(source.entries[next.index].name)", target: "\(item.target)")
        }
        if let part = items.lazy.flatMap({ $0.target.parts }).first(where: { $0.bytes.count > 255 })
        {
            throw ImportError.longName(
                source.path, entry: "\(part)",
                reason: "has \(part.bytes.count) bytes; at most 255 are allowed")
        }
    }
}

extension EntryName {
    /// The bytes in hexadecimal, for a message about names that look the same.
    fileprivate var bytesShown: String {
        bytes.map { String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    }

    /// The name with its end replaced by `~` and 16 digits of its SHA-256; the suffix is kept.
    /// - Returns: nil if `prefix` is too long.
    fileprivate func shortened(keeping prefix: EntryName, most: Int) -> EntryName? {
        let digest = SHA256Digest.of(bytes.withUnsafeBytes { .init($0) })
        let end =
            Array("~\(digest.prefix(16))".utf8) + (suffix.bytes.count <= 8 ? suffix.bytes : [])
        guard most - end.count >= prefix.bytes.count else { return nil }
        var start = bytes.prefix(most - end.count)
        // The name is not shortened within a UTF-8 character.
        while let last = start.last, start.count > prefix.bytes.count,
            bytes[start.endIndex] & 0xC0 == 0x80, last >= 0x80
        {
            start.removeLast()
        }
        return EntryName(start + end)
    }
}
