package import Files
package import JSON
package import Vocabulary

/// One picture of a data set.
package struct Sample: Sendable, Hashable {
    /// Relative to the set's root: `train/NORMAL/a.jpeg`, with names in their text form; see
    /// `FileName`.
    package var path: String
    /// The index of its class in `Dataset.classes`.
    package var label: Int

    /// The folder of the set that it lies in; a split rule may say another one.
    package var folder: Split? { Split(rawValue: String(path.prefix { $0 != "/" })) }

    package init(path: String, label: Int) {
        self.path = path
        self.label = label
    }
}

/// The index of a folder `{train,val,test}/<class>/<picture>`: which pictures there are, and of
/// which class.
///
/// A split rule may share the pictures out otherwise than their folders say; their paths stay.
///
/// Pictures are `.jpeg`, `.jpg` and `.png` files in any case, in the order of their paths. Hidden
/// files (`.DS_Store`, `._*`), `__MACOSX` and everything deeper are no part of the set; they are
/// counted in `unread`.
package struct Dataset: Sendable, Hashable {
    /// The absolute path of the folder.
    package let root: String
    /// The file with the settings that synthetic X-rays were drawn by, in the folder of their set.
    package static let syntheticManifest = "phantom.json"
    /// The names of the classes, sorted; a label is an index into them.
    package let classes: [String]
    private let samplesBySplit: [Split: [Sample]]

    /// What of a file's name says which group it belongs to; nil when names do not.
    package let groupPattern: GroupPattern?
    /// The group of each picture that is known, by path.
    private let groupsByPath: [String: String]
    /// What lies in the folder and is not read.
    package let unread: UnreadFiles
    /// What the reader should know about the split.
    package let notes: [String]

    /// Reads the folder's index.
    /// - Parameters:
    ///   - limit: at most so many pictures of a split, evenly over its classes and its order.
    ///   - rule: how the pictures are shared out.
    ///   - groupPattern: the name of a known pattern or a regular expression; nil: the groups that
    ///     the rule names, else those of `GroupPattern.recognized(_:isImported:)`.
    ///   - cacheFolder: where digests of files are remembered, that a rule compares.
    /// - Throws: `DatasetError`, `SplitError`, `FileError`.
    package init(
        root: String, limit: [Split: Int] = [:],
        rule: any SplitRule = OfficialSplit(SettingValues([:])),
        groupPattern: String? = nil, cacheFolder: String = XDG.cacheFolder
    ) throws {
        var digests: ContentDigests?
        try self.init(
            root: root, limit: limit, rule: rule, groupPattern: groupPattern,
            cacheFolder: cacheFolder, digests: &digests)
    }

    /// Reads the folder's index, as `init(root:limit:rule:groupPattern:cacheFolder:)`.
    /// - Parameter digests: becomes the digests of the files where the rule compares them, so that
    ///   nobody computes them again.
    /// - Throws: `DatasetError`, `SplitError`, `FileError`.
    package init(
        root: String, limit: [Split: Int], rule: any SplitRule, groupPattern: String?,
        cacheFolder: String = XDG.cacheFolder, digests: inout ContentDigests?
    ) throws {
        let scan = try DatasetScan(root: root)
        self.root = scan.root
        classes = scan.classes
        unread = scan.unread
        let index = try SplitIndex(
            scan, rule, groupPattern.map { try GroupPattern($0) }, cacheFolder: cacheFolder)
        digests = index.digests
        self.groupPattern = index.pattern
        groupsByPath = index.groups
        let parts = try index.parts()
        samplesBySplit = Dictionary(
            uniqueKeysWithValues: parts.map { split, samples in
                (split, Self.limited(samples, limit[split]))
            })
        notes = index.notes(used: parts)
    }

    /// The splits that there are, in the order train, val, test.
    package var splits: [Split] { Split.allCases.filter { samplesBySplit[$0] != nil } }

    /// The pictures of `split`, sorted by class, then path; empty when there is no such split.
    package func samples(_ split: Split) -> [Sample] { samplesBySplit[split] ?? [] }

    /// The pictures of all splits that lie in `folder`, in the order of `samples(_:)`.
    package func samples(in folder: Split) -> [Sample] {
        let own = splits.flatMap { samples($0) }.filter { $0.folder == folder }
        return own.sorted {
            $0.label != $1.label
                ? $0.label < $1.label : $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
        }
    }

    /// The number of pictures of each class in `split`, in the order of `classes`.
    package func counts(_ split: Split) -> [Int] {
        samples(split).reduce(into: [Int](repeating: 0, count: classes.count)) { counts, sample in
            counts[sample.label] += 1
        }
    }

    /// The accuracy of always naming the split's most frequent class; nil for an empty split.
    package func majorityBaseline(_ split: Split) -> Double? {
        let counts = counts(split)
        let total = counts.reduce(0, +)
        return total == 0 ? nil : Double(counts.max() ?? 0) / Double(total)
    }

    /// The absolute path of a sample's file.
    package func path(_ sample: Sample) -> FilePath { FilePath(root).appending(text: sample.path) }

    /// Whether anything says which group pictures belong to.
    package var knowsGroups: Bool { !groupsByPath.isEmpty }

    /// One line where nothing says which images are of one patient; nil where something does.
    package var unknownGroupsNote: String? {
        guard !knowsGroups else { return nil }
        let hint = GroupPattern.hint(splits.flatMap { samples($0).map(\.path) })
        return "nothing says which images are of one patient; dataset.groupPattern can"
            + (hint.map { " (\($0))" } ?? "")
    }

    /// The group of each picture; nil where nothing says which.
    package func groups(of samples: [Sample]) -> [String?] {
        samples.map { groupsByPath[$0.path] }
    }

    /// - Parameter samples: by class.
    private static func limited(_ samples: [[Sample]], _ limit: Int?) -> [Sample] {
        let shares = Stratification.shares(of: samples.map(\.count), limit: limit)
        return zip(samples, shares).flatMap { samples, share in
            Stratification.evenlySpaced(share, of: samples.count).map { samples[$0] }
        }
    }
}
