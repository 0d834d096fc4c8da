import Files
import Vocabulary

/// The pictures of a set's folder with their groups, and how a rule shares them out.
struct SplitIndex {
    /// What of the names says the groups; nil when they are not said by names.
    let pattern: GroupPattern?
    /// The group of each picture that is known, by path.
    let groups: [String: String]
    /// The digests of all files; nil where the rule needs no comparison of files.
    let digests: ContentDigests?
    private let rule: any SplitRule
    private let context: SplitContext
    private let pictures: [GroupedImage]
    /// That the folder has, with or without pictures.
    private let splits: [Split]

    /// - Parameters:
    ///   - given: nil: what the rule says, else `GroupPattern.recognized(_:isImported:)`.
    ///   - cacheFolder: where digests of the files are remembered.
    /// - Throws: `SplitError`; `FileError` when files are compared, and one cannot be read.
    init(
        _ scan: DatasetScan, _ rule: any SplitRule, _ given: GroupPattern?, cacheFolder: String
    ) throws {
        self.rule = rule
        context = SplitContext(root: scan.root, classes: scan.classes)
        let found = Split.allCases.flatMap { split in
            (scan.files[split] ?? []).enumerated().flatMap { label, names in
                names.map { (split, Sample(path: $0, label: label)) }
            }
        }
        let paths = found.map(\.1.path)
        let named = given == nil ? try rule.groups(of: found.map(\.1), in: context) : nil
        pattern = named == nil ? given ?? Self.recognized(paths, in: scan.root) : nil
        let groups = named ?? pattern?.groups(of: paths) ?? paths.map { _ in nil }
        self.groups = Dictionary(
            uniqueKeysWithValues: zip(paths, groups).compactMap { path, group in
                group.map { (path, $0) }
            })
        let pictures = zip(found, groups).map { item, group in
            GroupedImage(sample: item.1, official: item.0, group: group ?? item.1.path)
        }
        splits = Split.allCases.filter { scan.files[$0] != nil }
        guard rule.sharesOut else {
            self.pictures = pictures
            digests = nil
            return
        }
        let digests = ContentDigests(root: scan.root, paths: paths, cacheFolder: cacheFolder)
        self.digests = digests
        self.pictures = GroupedImage.joining(pictures, digests.copies(among: pictures))
    }

    private static func recognized(_ paths: [String], in root: String) -> GroupPattern? {
        GroupPattern.recognized(paths, isImported: ImportMark.saysGroups(FilePath(root)))
    }

    /// The pictures of every split that there is, by class, each sorted by path.
    /// - Throws: `SplitError`.
    func parts() throws -> [Split: [[Sample]]] {
        let none = [[Sample]](repeating: [], count: context.classes.count)
        var parts: [Split: [[Sample]]] = [:]
        if rule is OfficialSplit { for split in splits { parts[split] = none } }
        for (picture, split) in zip(pictures, try rule.splits(of: pictures, in: context)) {
            guard let split else { continue }
            parts[split, default: none][picture.sample.label].append(picture.sample)
        }
        for (label, name) in context.classes.enumerated()
        where parts[.train]?[label].isEmpty ?? true {
            throw SplitError.classNotTrained(context.root, name: name)
        }
        return parts.mapValues { classes in
            classes.map { $0.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) } }
        }
    }

    /// What the reader should know of the split that the rule made.
    func notes(used: [Split: [[Sample]]]) -> [String] {
        var notes: [String] = []
        if pattern == nil, groups.isEmpty, rule.sharesOut {
            notes.append(
                "\(context.root): the split is made image by image, not by patient")
        }
        notes += ungroupedNote(used).map { ["\(context.root): \($0)"] } ?? []
        let count = used.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
        if count < pictures.count {
            notes.append("\(context.root): the split leaves \(pictures.count - count) images out")
        }
        return notes
    }
}

extension SplitIndex {
    /// One line on images that have no group where others have one, or where a pattern was given;
    /// nil where there are none.
    fileprivate func ungroupedNote(_ used: [Split: [[Sample]]]) -> String? {
        guard pattern != nil || !groups.isEmpty else { return nil }
        let paths = Split.allCases.flatMap { (used[$0] ?? []).joined() }.map(\.path)
        let without = paths.filter { groups[$0] == nil }
        guard let first = without.first else { return nil }
        let names = "\(without.count) of \(paths.count) names"
        let reason =
            pattern.map { "\(names), such as \(first), do not fit the group pattern '\($0.name)'" }
            ?? "\(names), such as \(first), have no group in the table of the split"
        return "\(reason); each such image counts as a group of its own"
    }
}

extension GroupedImage {
    /// The pictures with one group for all groups that share a file, for one of these is misnamed.
    /// - Parameter copies: lists of positions in `pictures`.
    static func joining(_ pictures: [GroupedImage], _ copies: [[Int]]) -> [GroupedImage] {
        // Towards the name that stands for the group; the first in order of bytes.
        var next: [String: String] = [:]
        func root(_ name: String) -> String {
            var name = name
            while let other = next[name] { name = other }
            return name
        }
        for copy in copies {
            let roots = Set(copy.map { root(pictures[$0].group) })
            guard let first = roots.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) else {
                continue
            }
            for other in roots where other != first { next[other] = first }
        }
        return pictures.map { picture in
            var picture = picture
            picture.group = root(picture.group)
            return picture
        }
    }
}
