package import Files
import Foundation
import Images
package import Tensors
package import Vocabulary

/// Labeled images for an evaluation: one split of a data set, a folder whose subfolders are
/// classes, or a folder of images whose labels are in a table. In contrast to a `Dataset`, it needs
/// no training images.
package struct LabeledImages: Sendable {
    /// The absolute path of the folder.
    package let root: String
    /// The split that the images are in; nil if the folder contains the class folders.
    package let split: Split?
    /// The names of the classes; a label is an index into them.
    package let classes: [String]
    /// The images by class, each class sorted by path.
    package let samples: [Sample]
    /// The patient or other group of each image, `[N]`; nil where it is unknown.
    package let groups: [String?]
    /// True if DICOM files give the groups, which are then paths of images and mean nothing in
    /// another set.
    package let areGroupsFromDICOM: Bool
    /// The files that are not read.
    package let unread: UnreadFiles
    /// A digest of all images and their labels: that of a data set with these images.
    package let fingerprint: String
    /// The table that gives the labels; nil if folders give them.
    package let table: ImageTable?
    /// The labels of the images, `[N, L]`, if an image can have several: those of the model, in its
    /// order, and ignored if the table does not have them. Otherwise nil; the label of every sample
    /// is then 0.
    package let matrix: LabelMatrix?
    private let digests: ContentDigests

    /// Reads the index of a folder, and compares its classes with those of a model.
    /// - Parameters:
    ///   - split: the split to read; nil: `test`, if the folder has splits.
    ///   - classes: the classes of the model; the labels of the images are indices into them. A
    ///     class may have no images.
    ///   - groupPattern: the name of a known pattern or a regular expression that finds the group
    ///     in a file name; nil: a pattern that is recognized.
    ///   - table: the table that gives the labels; nil: folders give them.
    ///   - cacheFolder: the folder for the digests of files.
    /// - Throws: `LabeledImagesError`, `DatasetError`, `SplitError`, `FileError`.
    package init(
        root path: String, split: Split? = nil, classes: [String], groupPattern: String? = nil,
        table: ImageTable? = nil, cacheFolder: String = UserFolders().cacheFolder
    ) throws {
        let root = FileManager.absolutePath(path)
        guard try FilePath(root).isFolder() else { throw LabeledImagesError.noFolder(root) }
        if let table {
            try self.init(table, split, classes, groupPattern, cacheFolder: cacheFolder)
        } else {
            try self.init(root, split, classes, groupPattern, cacheFolder: cacheFolder)
        }
    }

    /// The images in class folders.
    /// - Parameter root: the absolute path of the folder.
    private init(
        _ root: String, _ split: Split?, _ classes: [String], _ groupPattern: String?,
        cacheFolder: String
    ) throws {
        let scan = try LabeledScan(root: root, split)
        let unknown = scan.classes.filter { !classes.contains($0) }
        guard unknown.isEmpty, !scan.classes.isEmpty else {
            throw LabeledImagesError.otherClasses(
                scan.folder.isEmpty ? root : "\(root)/\(scan.folder)", model: classes,
                found: scan.classes)
        }
        let files = Dictionary(
            zip(scan.classes, scan.files), uniquingKeysWith: { first, _ in first })
        samples = classes.enumerated().flatMap { label, name in
            (files[name] ?? []).map { Sample(path: $0, label: label) }
        }
        guard !samples.isEmpty else { throw LabeledImagesError.noImages(root) }
        self.root = root
        self.split = scan.split
        self.classes = classes
        unread = scan.unread
        (table, matrix) = (nil, nil)
        let paths = samples.map(\.path)
        let pattern =
            try groupPattern.map { try GroupPattern($0) }
            ?? GroupPattern.recognized(paths, isImported: ImportMark.hasGroups(FilePath(root)))
        let patients = pattern == nil ? DICOMPatients.groups(of: paths, in: root) : nil
        areGroupsFromDICOM = patients != nil
        groups = pattern?.groups(of: paths) ?? patients ?? paths.map { _ in nil }
        digests = ContentDigests(root: root, paths: paths, cacheFolder: cacheFolder)
        fingerprint = digests.fingerprint(of: samples)
    }

    /// The images of a table.
    private init(
        _ table: ImageTable, _ wanted: Split?, _ classes: [String], _ groupPattern: String?,
        cacheFolder: String
    ) throws {
        let present = Split.allCases.filter { table.splits?.contains($0) ?? false }
        let chosen = wanted ?? (present.isEmpty ? nil : .test)
        if let chosen, !present.contains(chosen) {
            throw LabeledImagesError.noSplit(table.path, wanted: chosen, found: present)
        }
        let places = table.classes.map { classes.firstIndex(of: $0) }
        guard !places.contains(nil), !table.classes.isEmpty else {
            throw LabeledImagesError.otherClasses(
                table.path, model: classes, found: table.classes)
        }
        let labels = table.labels ?? table.paths.map { _ in 0 }
        let chosenImages = table.paths.indices.filter {
            chosen == nil || table.splits?[$0] == chosen
        }
        samples = chosenImages.map { image in
            Sample(
                path: table.paths[image],
                label: table.matrix == nil ? places[labels[image]] ?? 0 : 0,
                folder: table.splits?[image])
        }.sorted {
            $0.label != $1.label
                ? $0.label < $1.label : $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
        }
        guard !samples.isEmpty else { throw LabeledImagesError.noImages(table.root) }
        root = table.root
        split = chosen
        self.classes = classes
        unread = table.unread
        self.table = table
        let paths = samples.map(\.path)
        let columns = classes.map { table.classes.firstIndex(of: $0) }
        matrix = table.labels(of: paths).map { own in
            var states: [LabelState] = []
            for image in paths.indices {
                for column in columns {
                    states.append(column.map { own[image, $0] } ?? .ignored)
                }
            }
            return LabelMatrix(states, labels: classes.count)
        }
        let named = groupPattern == nil ? table.groups(of: paths) : nil
        let pattern =
            try groupPattern.map { try GroupPattern($0) } ?? GroupPattern.recognized(paths)
        let patients =
            named == nil && pattern == nil ? DICOMPatients.groups(of: paths, in: root) : nil
        areGroupsFromDICOM = patients != nil
        groups = named ?? pattern?.groups(of: paths) ?? patients ?? paths.map { _ in nil }
        digests = ContentDigests(root: root, paths: paths, cacheFolder: cacheFolder)
        fingerprint = digests.fingerprint(of: samples, table: table)
    }

    /// The number of images of each class, in the order of `classes`.
    package var counts: [Int] {
        samples.reduce(into: [Int](repeating: 0, count: classes.count)) { $0[$1.label] += 1 }
    }

    /// True if two images have the same class, or the same state of every label.
    package func haveSameLabels(_ first: Sample, _ second: Sample) -> Bool {
        guard matrix != nil, let table, let a = table.index(of: first.path),
            let b = table.index(of: second.path), let rows = table.matrix
        else { return first.label == second.label }
        return rows.row(a).elementsEqual(rows.row(b))
    }

    /// True if the patient or other group of an image is known.
    package var knowsGroups: Bool { groups.contains { $0 != nil } }

    /// The images whose files are identical to an earlier image of the set, each with that image.
    package var repeats: [(image: Sample, first: Sample)] {
        var first: [String: Sample] = [:]
        return samples.compactMap { sample in
            guard let digest = digests.digest(sample) else { return nil }
            if let known = first[digest] { return (sample, known) }
            first[digest] = sample
            return nil
        }
    }

    /// The absolute paths of the images' files.
    package var files: [FilePath] { samples.map { FilePath(root).appending(text: $0.path) } }

    /// The looks of some of the images; nil for a file that cannot be read.
    /// - Parameters:
    ///   - numbers: the indices of the images.
    ///   - progress: called with the number of images done; its error is thrown.
    package func looks(
        of numbers: [Int], progress: (Int) throws -> Void = { _ in }
    ) rethrows -> [Look?] {
        try digests.looks(of: numbers.map { samples[$0] }, progress: progress)
    }

    /// The images whose files are also in a split of a data set, byte for byte, each with its
    /// first copy there.
    /// - Parameter others: the digests of the data set.
    package func copies(
        in split: Split, of dataset: Dataset, _ others: ContentDigests
    ) -> [(image: Sample, copy: Sample)] {
        var first: [String: Sample] = [:]
        for sample in dataset.samples(split) {
            if let digest = others.digest(sample), first[digest] == nil { first[digest] = sample }
        }
        return samples.compactMap { sample in
            digests.digest(sample).flatMap { first[$0] }.map { (sample, $0) }
        }
    }
}

/// The contents of a folder or archive of labeled images: of a split if there are any.
private struct LabeledScan {
    /// The split; nil if the folder contains the class folders.
    let split: Split?
    /// The folder of the classes relative to the root; empty: the root.
    let folder: String
    let classes: [String]
    let files: [[String]]
    let unread: UnreadFiles

    /// - Parameter wanted: the split; nil: `test`, if there are splits.
    init(root: String, _ wanted: Split?) throws {
        func chosen(_ present: [Split]) throws -> Split? {
            let split = wanted ?? (present.isEmpty ? nil : .test)
            if let split, !present.contains(split) {
                throw LabeledImagesError.noSplit(root, wanted: split, found: present)
            }
            return split
        }
        switch try SetLayout(root: root) {
        case .folders(let folders):
            split = try chosen(Split.allCases.filter { folders[$0] != nil })
            folder = split.flatMap { folders[$0]?.path } ?? ""
            let scan = try ClassFolderScan(root: root, folder: folder)
            (classes, files, unread) = (scan.classes, scan.files, scan.unread)
        case .shards(let shards):
            split = try chosen(
                Split.allCases.filter { split in shards.contains { $0.split == split } })
            folder = ""
            let scan = try ShardScan(root: root, shards.filter { [split] in $0.split == split })
            classes = scan.classes
            files = scan.files[split ?? .train] ?? []
            unread = try scan.unread(besides: shards, root)
        }
    }
}

/// A folder of labeled images that cannot be used for an evaluation.
package enum LabeledImagesError: Error, Sendable, Hashable, CustomStringConvertible {
    case noFolder(String)
    /// The folder does not have the wanted split.
    case noSplit(String, wanted: Split, found: [Split])
    /// The folder has a class that the model does not know, or no class.
    case otherClasses(String, model: [String], found: [String])
    case noImages(String)

    package var description: String {
        switch self {
        case .noFolder(let root):
            "\(root): no such folder; expected <class>/<image> or {train,val,test}/<class>/<image>"
        case .noSplit(let root, let wanted, let found):
            found.isEmpty
                ? "\(root): has no splits; leave out --split"
                : "\(root): has no split '\(wanted.rawValue)'; it has "
                    + found.map(\.rawValue).joined(separator: ", ")
                    + "; choose one with --split"
        case .otherClasses(let root, let model, let found):
            "\(root): the model distinguishes \(model.joined(separator: ", ")), but the folder has "
                + (found.isEmpty ? "no classes" : found.joined(separator: ", "))
                + "; expected these classes"
        case .noImages(let root):
            "\(root): contains no images; expected \(ImageFormat.suffixList) files in class folders"
        }
    }
}
