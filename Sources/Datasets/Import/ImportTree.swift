import Foundation

/// Which files of a tree of folders become which images of the set.
///
/// `{train,val,test}/<class>/<image>` or `<class>/<image>`, at any depth, in several trees too: the class is the
/// folder that an image lies in. Where it cannot be that folder, the tree is refused.
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
            placements = try placedByClass(images)
        } else if others.isEmpty {
            placements = placed
        } else {
            throw leftOut(others, placed)
        }
        try checkClasses()
    }

    private typealias Image = (index: Int, name: EntryName)

    private static func split(_ part: EntryName) -> Split? { part.text.flatMap { Split(word: $0) } }

    private static func placement(_ image: Image, _ split: Split, tree: Int) -> ImportPlacement {
        let parts = image.name.parts
        let tree = parts[..<tree]
        return ImportPlacement(
            index: image.index, split: split, label: parts[parts.count - 2],
            name: parts[parts.count - 1],
            longName: EntryName(joining: tree + [parts[parts.count - 1]]).percentEncoded(),
            tree: EntryName(joining: tree))
    }

    /// The images in the class folders of a split, and all others.
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
                "lie outside of the class folders of train, val and test, so no folder says which class they have; "
                + "move them, or leave them out with --exclude PATTERN")
    }

    private func placedByClass(_ images: [Image]) throws -> [ImportPlacement] {
        let names = images.map { "\($0.name)" }.sorted()
        if images.contains(where: { $0.name.parts.dropLast().contains { Self.split($0) != nil } }) {
            throw ImportError.noClasses(
                path, examples: names, reason: "its images do not lie in {train,val,test}/<class>/")
        }
        let loose = images.filter { $0.name.parts.count < 2 }
        guard loose.isEmpty else {
            if loose.count == images.count {
                throw ImportError.noClasses(
                    path, examples: names, reason: "its images lie in no class folders")
            }
            throw ImportError.leftOut(
                path, files: loose.map { "\($0.name)" }.sorted(),
                reason:
                    "lie in no class folder; move them, or leave them out with --exclude PATTERN")
        }
        let folders = Set(images.map { EntryName(joining: $0.name.parts.dropLast()) })
        for folder in folders.sorted() {
            let parts = folder.parts
            for end in 1..<parts.count where folders.contains(EntryName(joining: parts[..<end])) {
                throw ImportError.noClasses(
                    path, examples: names,
                    reason:
                        "'\(EntryName(joining: parts[..<end]))' and '\(folder)' within it both hold images"
                )
            }
        }
        return images.map { Self.placement($0, .train, tree: $0.name.parts.count - 2) }
    }

    private func checkClasses() throws {
        let classes = Set(placements.map(\.label)).sorted()
        let examples = placements.map { "\($0.tree ?? $0.label)/.../\($0.label)/\($0.name)" }
            .sorted()
        if classes.allSatisfy(\.isLikePatient) {
            throw ImportError.noClasses(
                path, examples: classes.map { "\($0)" },
                reason:
                    "the folders that its images lie in are called as patients or examinations are")
        }
        guard classes.count >= 2 else {
            throw ImportError.noClasses(
                path, examples: examples,
                reason: "all its images lie in folders called '\(classes[0])'")
        }
    }
}

extension EntryName {
    /// Whether a folder of this name holds a patient, an examination or a series, as in CheXpert and MIMIC.
    fileprivate var isLikePatient: Bool {
        text?.firstMatch(of: Self.patientPattern) != nil
    }

    nonisolated(unsafe) private static let patientPattern =
        /^(?:patient|pat|pt|person|subject|subj|sub|study|series|ser|exam|case|scan|visit|session|ses|accession|p|s)[-_ ]?\d+$/
        .ignoresCase()
}
