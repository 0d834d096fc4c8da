package import Files
import JSON
package import Tensors
package import Vocabulary

/// An image of a data set.
package struct Sample: Sendable, Hashable {
    /// The path relative to the root, such as `train/NORMAL/a.jpeg`, with names in their text form;
    /// see `FileName`.
    package var path: String
    /// The index of its class in `Dataset.classes`; 0 if images can have several labels.
    package var label: Int
    /// The folder that contains the image, or the split that a table gives it; a split rule may
    /// assign another split.
    package let folder: Split?

    /// - Parameter folder: the split that a table gives the image; nil: the first folder in its
    ///   path.
    package init(path: String, label: Int, folder: Split? = nil) {
        self.path = path
        self.label = label
        self.folder = folder ?? Split(rawValue: String(path.prefix { $0 != "/" }))
    }
}

/// The index of a data set `{train,val,test}/<class>/<image>`, or of a folder of images whose
/// labels are in a table: its images and their classes.
///
/// A split rule may assign images to other splits than their folders; their paths do not change.
///
/// Images are files with the suffixes of `ImageFormat` (case ignored), sorted by path. Hidden files
/// (`.DS_Store`, `._*`), `__MACOSX` and files in deeper folders are not part of the data set;
/// `unread` counts them.
package struct Dataset: Sendable, Hashable {
    /// The absolute path of the folder.
    package let root: String
    /// The file with the settings of the synthetic X-rays, in the folder of their data set.
    package static let syntheticManifest = "phantom.json"
    /// The file with the labels of synthetic X-rays, beside the manifest.
    package static let syntheticTable = "labels.csv"
    /// The names of the classes, sorted; a label is an index into them. If images can have several
    /// labels, the names of the labels.
    package let classes: [String]
    /// The table that gives the labels; nil if folders give them.
    package let table: ImageTable?
    private let samplesBySplit: [Split: [Sample]]

    /// The pattern that finds the group of an image in its file name; nil if there is none.
    package let groupPattern: GroupPattern?
    /// True if DICOM files give the groups, which are then paths of images and mean nothing in
    /// another data set.
    package let areGroupsFromDICOM: Bool
    /// The group of each image whose group is known, by path.
    private let groupsByPath: [String: String]
    /// The files in the folder that are not read.
    package let unread: UnreadFiles
    /// Notes for the user about the split.
    package let notes: [String]

    /// Reads the index of a folder.
    /// - Parameters:
    ///   - limit: the maximum number of images of a split, taken evenly over its classes and its
    ///     order.
    ///   - rule: the rule that divides the images into splits.
    ///   - groupPattern: the name of a known pattern or a regular expression; nil: the groups that
    ///     the rule gives, otherwise those of `GroupPattern.recognized(_:isImported:)`.
    ///   - table: the table that gives the labels; nil: folders give them.
    ///   - cacheFolder: the folder for the digests of files, which a rule compares.
    /// - Throws: `DatasetError`, `SplitError`, `FileError`.
    package init(
        root: String, limit: [Split: Int] = [:],
        rule: any SplitRule = OfficialSplit(SettingValues([:])),
        groupPattern: String? = nil, table: ImageTable? = nil,
        cacheFolder: String = UserFolders().cacheFolder
    ) throws {
        var digests: ContentDigests?
        try self.init(
            root: root, limit: limit, rule: rule, groupPattern: groupPattern, table: table,
            cacheFolder: cacheFolder, digests: &digests)
    }

    /// Reads the index of a folder, as `init(root:limit:rule:groupPattern:table:cacheFolder:)`
    /// does.
    /// - Parameter digests: set to the digests of the files if the rule compares them, so that they
    ///   need not be computed again.
    /// - Throws: `DatasetError`, `SplitError`, `FileError`.
    package init(
        root: String, limit: [Split: Int], rule: any SplitRule, groupPattern: String?,
        table: ImageTable? = nil, cacheFolder: String = UserFolders().cacheFolder,
        digests: inout ContentDigests?
    ) throws {
        let scan = try table.map { DatasetScan($0) } ?? DatasetScan(root: root)
        self.table = table
        self.root = scan.root
        classes = scan.classes
        unread = scan.unread
        let index = try SplitIndex(
            scan, rule, groupPattern.map { try GroupPattern($0) }, cacheFolder: cacheFolder)
        digests = index.digests
        self.groupPattern = index.pattern
        areGroupsFromDICOM = index.areFromDICOM
        groupsByPath = index.groups
        let parts = try index.parts()
        samplesBySplit = Dictionary(
            uniqueKeysWithValues: parts.map { split, samples in
                (split, Self.limited(samples, limit[split]))
            })
        notes = index.notes(used: parts)
    }

    /// The splits that exist, in the order train, val, test.
    package var splits: [Split] { Split.allCases.filter { samplesBySplit[$0] != nil } }

    /// The images of `split`, sorted by class, then path; empty if the split does not exist.
    package func samples(_ split: Split) -> [Sample] { samplesBySplit[split] ?? [] }

    /// The images of all splits in the folder `folder`, in the order of `samples(_:)`; those of a
    /// table by path, so that the order does not depend on labels.
    package func samples(in folder: Split) -> [Sample] {
        let own = splits.flatMap { samples($0) }.filter { $0.folder == folder }
        return own.sorted {
            $0.label != $1.label && table == nil
                ? $0.label < $1.label : $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
        }
    }

    /// The number of images of each class in `split`, in the order of `classes`; if images can have
    /// several labels, the number of images with each label.
    package func counts(_ split: Split) -> [Int] {
        if let matrix = labels(of: samples(split)) { return matrix.counts.map(\.positive) }
        return samples(split).reduce(into: [Int](repeating: 0, count: classes.count)) {
            counts, sample in
            counts[sample.label] += 1
        }
    }

    /// The accuracy of always predicting the most frequent class of the split; nil for an empty
    /// split, and if images can have several labels.
    package func majorityBaseline(_ split: Split) -> Double? {
        guard table?.matrix == nil else { return nil }
        let counts = counts(split)
        let total = counts.reduce(0, +)
        return total == 0 ? nil : Double(counts.max() ?? 0) / Double(total)
    }

    /// The labels of images that can have several, `[N, L]`, in the order of `classes`; nil if an
    /// image has one class, and without images.
    package func labels(of samples: [Sample]) -> LabelMatrix? {
        table?.labels(of: samples.map(\.path))
    }

    /// True if an image has a class, or a label if it can have several.
    package func has(_ label: Int, _ sample: Sample) -> Bool {
        guard let table, let matrix = table.matrix else { return sample.label == label }
        return table.index(of: sample.path).map { matrix[$0, label] == .positive } ?? false
    }

    /// The absolute path of a sample's file.
    package func path(_ sample: Sample) -> FilePath { FilePath(root).appending(text: sample.path) }

    /// True if the groups of images are known.
    package var knowsGroups: Bool { !groupsByPath.isEmpty }

    /// A note if it is unknown which images belong to the same patient; otherwise nil.
    package var unknownGroupsNote: String? {
        guard !knowsGroups else { return nil }
        if table != nil {
            return "patients are unknown: set dataset.table.group to the column of patients, or "
                + "dataset.groupPattern if file names contain them"
        }
        let hint = GroupPattern.hint(splits.flatMap { samples($0).map(\.path) })
        return
            "patients are unknown: neither file names nor a table give them; set dataset.groupPattern if "
            + "file names contain them" + (hint.map { " (\($0))" } ?? "")
    }

    /// The group of each image; nil if it is unknown.
    package func groups(of samples: [Sample]) -> [String?] {
        samples.map { groupsByPath[$0.path] }
    }

    /// - Parameter samples: the images by class.
    private static func limited(_ samples: [[Sample]], _ limit: Int?) -> [Sample] {
        let counts = Stratification.counts(of: samples.map(\.count), limit: limit)
        return zip(samples, counts).flatMap { samples, count in
            Stratification.evenlySpaced(count, of: samples.count).map { samples[$0] }
        }
    }
}
