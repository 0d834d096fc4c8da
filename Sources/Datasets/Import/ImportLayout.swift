import Files
import Vocabulary

/// Which images of a source are written, and under which names.
struct ImportLayout {
    /// An image and where it goes, `train/NORMAL/a.jpeg`.
    struct Item: Sendable, Hashable {
        var index: Int
        var target: EntryName
        var size: Int
        /// SHA-256.
        var digest: String
    }

    /// Sorted by target.
    private(set) var items: [Item] = []
    /// Images of the source that are copies of an item: the same class, name and bytes.
    private(set) var copies = 0
    /// What the reader should know.
    private(set) var notes: [String]
    private let source: any ImportSource

    /// - Parameter mostNameBytes: of a file's name in the file system that the set goes to.
    /// - Throws: `ImportError`.
    init(
        _ placements: [ImportPlacement], _ notes: [String], _ source: any ImportSource,
        mostNameBytes: Int
    ) throws {
        self.notes = notes
        self.source = source
        let digests = try source.digests(of: placements.map(\.index))
        let images = zip(placements, digests).map { Image(placement: $0, digest: $1) }
        try checkClasses(images)
        try checkSameBytes(images)
        var kept = withoutCopies(images)
        try name(&kept)
        try shorten(&kept, most: mostNameBytes)
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

    /// Every split has the same classes, and every class images to train on.
    private func checkClasses(_ images: [Image]) throws {
        let classes = Set(images.map(\.placement.label)).sorted()
        var folded: [String: EntryName] = [:]
        for name in classes {
            guard name.text != nil else {
                throw ImportError.classesDiffer(
                    source.path,
                    reason: "the class '\(name)' has a name that is no UTF-8; rename it")
            }
            guard let first = folded.updateValue(name, forKey: name.folded) else { continue }
            throw ImportError.classesDiffer(
                source.path,
                reason:
                    "the classes '\(first)' and '\(name)' differ in case, blanks or Unicode form alone "
                    + "(\(first.bytesShown) and \(name.bytesShown)); give them one name")
        }
        let trained = Set(images.filter { $0.placement.split == .train }.map(\.placement.label))
        if let missing = classes.first(where: { !trained.contains($0) }) {
            throw ImportError.classesDiffer(
                source.path,
                reason:
                    "class '\(missing)' has no image in train, which has "
                    + (trained.isEmpty
                        ? "none at all"
                        : ImportError.list(trained.sorted().map { "'\($0)'" }, most: 5))
                    + "; is '\(missing)' a class?")
        }
        guard classes.count >= 2 else {
            throw ImportError.classesDiffer(
                source.path,
                reason: "expected at least two classes, got "
                    + (classes.first.map { "'\($0)' alone" } ?? "none"))
        }
    }

    /// Says which images have the same bytes; in two classes that is an error.
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
                "\(ImportError.count(acrossSplits.count, "image")) in two splits with the same bytes, such as \(pair); "
                    + "a test of one that was trained on is none")
        }
    }

    private struct Identity: Hashable {
        var split: Split
        var label: EntryName
        var name: EntryName
        var digest: String
    }

    /// Of images with the same class, name and bytes in several trees, the one that is nested less
    /// deep.
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
                    ? "\(tree): a second copy of \(ImportError.count(numbers.count, "image")), skipped"
                    : "\(tree): \(numbers.count) of its \(numbers.all) images are copies, skipped; the others are imported"
            )
        }
        return kept
    }

    /// Gives images of the same name names that differ: the path before the name, percent-encoded.
    private mutating func name(_ images: inout [Image]) throws {
        let alike = Dictionary(grouping: images.indices, by: { images[$0].target })
            .filter { $0.value.count > 1 }
        let changed = alike.values.flatMap { $0 }
        for index in changed { images[index].placement.name = images[index].placement.longName }
        if let example = changed.map({ images[$0].target }).max() {
            notes.append(
                "\(changed.count) images share their names with others that have other bytes; "
                    + "the path goes before the name, its slashes as %2F: \(example)")
        }
    }

    /// Shortens names that the file system does not take; a digest of the whole name keeps them
    /// apart.
    private mutating func shorten(_ images: inout [Image], most: Int) throws {
        var example: EntryName?
        var count = 0
        for index in images.indices where images[index].placement.name.bytes.count > most {
            let placement = images[index].placement
            guard let short = placement.name.shortened(keeping: placement.prefix, most: most) else {
                throw ImportError.longName(
                    source.path, entry: "\(placement.name)",
                    reason:
                        "has \(placement.name.bytes.count) bytes, and the file system takes \(most)"
                )
            }
            images[index].placement.name = short
            example = example ?? images[index].target
            count += 1
        }
        if let example {
            notes.append(
                "\(ImportError.count(count, "name")) longer than the \(most) bytes that a file system takes; "
                    + "the end became a digest of the whole name: \(example)")
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
                reason: "has \(part.bytes.count) bytes; at most 255 are taken")
        }
    }
}

extension EntryName {
    /// For a message about names that look the same.
    fileprivate var bytesShown: String {
        bytes.map { String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    }

    /// The name with `~` and 16 digits of its SHA-256 in the place of its end, but with its suffix.
    /// - Returns: nil when `prefix` leaves no room.
    fileprivate func shortened(keeping prefix: EntryName, most: Int) -> EntryName? {
        let digest = SHA256Digest.of(bytes.withUnsafeBytes { .init($0) })
        let end =
            Array("~\(digest.prefix(16))".utf8) + (suffix.bytes.count <= 8 ? suffix.bytes : [])
        guard most - end.count >= prefix.bytes.count else { return nil }
        var start = bytes.prefix(most - end.count)
        // Not within a letter of UTF-8.
        while let last = start.last, start.count > prefix.bytes.count,
            bytes[start.endIndex] & 0xC0 == 0x80, last >= 0x80
        {
            start.removeLast()
        }
        return EntryName(start + end)
    }
}
