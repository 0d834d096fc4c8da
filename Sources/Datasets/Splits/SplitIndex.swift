/// The pictures of a set's folder with their groups, and how a rule shares them out.
struct SplitIndex {
    /// What of the names says the groups; nil when they are not said by names.
    let pattern: GroupPattern?
    /// The group of each picture that is known, by path.
    let groups: [String: String]
    private let rule: any SplitRule
    private let context: SplitContext
    private let pictures: [GroupedPicture]
    /// That the folder has, with or without pictures.
    private let splits: [Split]

    /// - Parameters:
    ///   - given: nil: what the rule says; else the known pattern that fits all names.
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
        pattern = named == nil ? given ?? GroupPattern.recognized(paths) : nil
        let groups = named ?? pattern?.groups(of: paths) ?? paths.map { _ in nil }
        self.groups = Dictionary(
            uniqueKeysWithValues: zip(paths, groups).compactMap { path, group in
                group.map { (path, $0) }
            })
        let pictures = zip(found, groups).map { item, group in
            GroupedPicture(sample: item.1, official: item.0, group: group ?? item.1.path)
        }
        splits = Split.allCases.filter { scan.files[$0] != nil }
        guard rule.sharesOut else {
            self.pictures = pictures
            return
        }
        let digests = ContentDigests(root: scan.root, paths: paths, cacheFolder: cacheFolder)
        self.pictures = GroupedPicture.joining(pictures, digests.copies(among: pictures))
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
        if rule is OfficialSplit { return [] }
        var notes: [String] = []
        if pattern == nil, groups.isEmpty, rule.sharesOut {
            notes.append(
                "\(context.root): the split is made image by image, not by patient")
        }
        let unmatched = pictures.map(\.sample.path).filter { groups[$0] == nil }
        if let first = unmatched.first, pattern != nil {
            notes.append(
                "\(context.root): \(unmatched.count) names, such as \(first), do not fit the group pattern; "
                    + "each such image is a group of its own")
        }
        let count = used.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
        if count < pictures.count {
            notes.append("\(context.root): the split leaves \(pictures.count - count) images out")
        }
        return notes
    }
}

extension GroupedPicture {
    /// The pictures with one group for all groups that share a file, for one of these is misnamed.
    /// - Parameter copies: lists of positions in `pictures`.
    static func joining(_ pictures: [GroupedPicture], _ copies: [[Int]]) -> [GroupedPicture] {
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
