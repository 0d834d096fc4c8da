import Files
import Vocabulary

/// The images of a data set with their groups, and their division by a rule.
struct SplitIndex {
    /// The pattern that finds groups in names; nil if groups do not come from names.
    let pattern: GroupPattern?
    /// The group of each image whose group is known, by path.
    let groups: [String: String]
    /// The digests of all files; nil if the rule does not compare files.
    let digests: ContentDigests?
    /// True if DICOM files give the groups.
    let areFromDICOM: Bool
    private let rule: any SplitRule
    private let table: ImageTable?
    private let context: SplitContext
    private let images: [GroupedImage]
    /// The splits that have a folder, with or without images.
    private let splits: [Split]

    /// - Parameters:
    ///   - given: the pattern for groups; nil: the groups of the rule, otherwise
    ///     `GroupPattern.recognized(_:isImported:)`.
    ///   - cacheFolder: the folder for the digests of files.
    /// - Throws: `SplitError`; `FileError` if files are compared and one cannot be read.
    init(
        _ scan: DatasetScan, _ rule: any SplitRule, _ given: GroupPattern?, cacheFolder: String
    ) throws {
        self.rule = rule
        table = scan.table
        let found = Split.allCases.flatMap { split in
            (scan.files[split] ?? []).enumerated().flatMap { label, names in
                names.map { (split, Sample(path: $0, label: label, folder: split)) }
            }
        }
        let paths = found.map(\.1.path)
        context = SplitContext(
            root: scan.root, classes: scan.classes, labels: scan.table?.labels(of: paths))
        let named =
            given == nil
            ? try rule.groups(of: found.map(\.1), in: context) ?? scan.table?.groups(of: paths)
            : nil
        pattern = named == nil ? given ?? Self.recognized(paths, in: scan.root) : nil
        let patients =
            named == nil && pattern == nil
            ? DICOMPatients.groups(of: paths, in: scan.root) : nil
        areFromDICOM = patients != nil
        let groups =
            named ?? pattern?.groups(of: paths) ?? patients ?? paths.map { _ in nil }
        self.groups = Dictionary(
            uniqueKeysWithValues: zip(paths, groups).compactMap { path, group in
                group.map { (path, $0) }
            })
        let images = zip(found, groups).map { item, group in
            GroupedImage(sample: item.1, official: item.0, group: group ?? item.1.path)
        }
        splits = Split.allCases.filter { scan.files[$0] != nil }
        guard rule.assignsGroups else {
            self.images = images
            digests = nil
            return
        }
        let digests = ContentDigests(root: scan.root, paths: paths, cacheFolder: cacheFolder)
        self.digests = digests
        self.images = GroupedImage.joining(images, digests.copies(among: images))
    }

    private static func recognized(_ paths: [String], in root: String) -> GroupPattern? {
        GroupPattern.recognized(paths, isImported: ImportMark.hasGroups(FilePath(root)))
    }

    /// The images of every split, by class, each sorted by path.
    /// - Throws: `SplitError`.
    func parts() throws -> [Split: [[Sample]]] {
        let none = [[Sample]](repeating: [], count: context.classes.count)
        var parts: [Split: [[Sample]]] = [:]
        if rule is OfficialSplit { for split in splits { parts[split] = none } }
        for (image, split) in zip(images, try rule.splits(of: images, in: context)) {
            guard let split else { continue }
            parts[split, default: none][image.sample.label].append(image.sample)
        }
        for (label, name) in context.classes.enumerated()
        where table?.matrix == nil && parts[.train]?[label].isEmpty ?? true {
            throw SplitError.classNotTrained(context.root, name: name)
        }
        return parts.mapValues { classes in
            classes.map { $0.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) } }
        }
    }

    /// Notes for the user about the split.
    func notes(used: [Split: [[Sample]]]) -> [String] {
        var notes = table?.notes ?? []
        if pattern == nil, groups.isEmpty, rule.assignsGroups {
            notes.append(
                "\(context.root): the split is by image and not by patient, because patients are unknown"
            )
        }
        notes += ungroupedNote(used).map { ["\(context.root): \($0)"] } ?? []
        let count = used.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
        if count < images.count {
            notes.append("\(context.root): the split omits \(images.count - count) images")
        }
        return notes
    }
}

extension SplitIndex {
    /// A note about images without a group if others have one, or if a pattern was given; nil if
    /// all have one.
    fileprivate func ungroupedNote(_ used: [Split: [[Sample]]]) -> String? {
        guard pattern != nil || !groups.isEmpty else { return nil }
        let paths = Split.allCases.flatMap { (used[$0] ?? []).joined() }.map(\.path)
        let without = paths.filter { groups[$0] == nil }
        guard let first = without.first else { return nil }
        if areFromDICOM {
            return
                "\(without.count) of \(paths.count) images, such as \(first), have no Patient ID in "
                + "a DICOM file; each such image counts as a group of its own"
        }
        let names = "\(without.count) of \(paths.count) names"
        let reason =
            pattern.map {
                "\(names), such as \(first), do not match the group pattern '\($0.name)'"
            }
            ?? "\(names), such as \(first), have no group in the table"
            + (table == nil ? " of the split" : "")
        return "\(reason); each such image counts as a group of its own"
    }
}

extension GroupedImage {
    /// The images with one group for all groups that contain the same file, because one of the
    /// names is incorrect.
    /// - Parameter copies: lists of indices in `images` of identical files.
    static func joining(_ images: [GroupedImage], _ copies: [[Int]]) -> [GroupedImage] {
        // The next name on the way to the name of the joined group, which is the first in the order
        // of bytes.
        var next: [String: String] = [:]
        func root(_ name: String) -> String {
            var name = name
            while let other = next[name] { name = other }
            return name
        }
        for copy in copies {
            let roots = Set(copy.map { root(images[$0].group) })
            guard let first = roots.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) else {
                continue
            }
            for other in roots where other != first { next[other] = first }
        }
        return images.map { image in
            var image = image
            image.group = root(image.group)
            return image
        }
    }
}
