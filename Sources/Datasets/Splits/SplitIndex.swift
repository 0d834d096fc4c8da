/// The pictures of a set's folder with their groups, and how a rule shares them out.
struct SplitIndex {
    let pattern: GroupPattern?
    private let context: SplitContext
    private let pictures: [GroupedPicture]
    /// Pictures whose names a given pattern does not fit.
    private let unmatched: [String]

    /// - Parameter given: nil: the known pattern that fits all names.
    init(_ scan: DatasetScan, _ given: GroupPattern?) {
        context = SplitContext(root: scan.root, classes: scan.classes)
        let found = Split.allCases.flatMap { split in
            (scan.files[split] ?? []).enumerated().flatMap { label, names in
                names.map { name in
                    (
                        split,
                        Sample(
                            path: "\(split.rawValue)/\(scan.classes[label])/\(name)", label: label)
                    )
                }
            }
        }
        let paths = found.map(\.1.path)
        pattern = given ?? GroupPattern.recognized(paths)
        let groups = pattern?.groups(of: paths) ?? paths.map { _ in nil }
        pictures = zip(found, groups).map { item, group in
            GroupedPicture(sample: item.1, official: item.0, group: group ?? item.1.path)
        }
        unmatched = pattern == nil ? [] : zip(paths, groups).filter { $1 == nil }.map(\.0)
        splits = Split.allCases.filter { scan.files[$0] != nil }
    }

    /// That the folder has, with or without pictures.
    private let splits: [Split]

    /// The pictures of every split that there is, by class, each sorted by path.
    /// - Throws: `SplitError`.
    func parts(_ rule: any SplitRule) throws -> [Split: [[Sample]]] {
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

    /// What the reader should know of the split that a rule made.
    func notes(_ rule: any SplitRule, used: [Split: [[Sample]]]) -> [String] {
        var notes: [String] = []
        if pattern == nil, !(rule is ManifestSplit) {
            notes.append(
                "\(context.root): shared out image by image, for nothing says which images are of one patient; "
                    + "dataset.groupPattern can")
        }
        if let first = unmatched.first {
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
