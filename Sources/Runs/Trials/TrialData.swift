package import Datasets
import Foundation
package import Images
import JSON
package import Results
package import Studies
import Tensors
package import Vocabulary

/// A trial's data set with decoded images.
package struct TrialData: Sendable {
    /// The files and classes of the data set, before unreadable images are skipped.
    package let dataset: Dataset
    /// The digest of the contents of all images and their labels.
    let fingerprint: String
    /// The decoded images of each split, without skipped images.
    package let splits: [Split: DecodedSplit]
    /// The normalization of pixels by the mean and standard deviation of each channel.
    package let normalization: PixelNormalization
    /// Notes for the user on properties of the image files that the pixels do not show.
    package let imageNotes: [String]
    /// Notes for the user on the data, including leaks and `imageNotes`.
    package let notes: [String]
    /// The class that sensitivity and thresholds refer to; nil if it is unknown or there are more
    /// than two classes.
    package let positiveClass: String?
    /// Images and patients shared by splits, images shared by classes, and repeated images, which
    /// are not an error.
    package let leaks: [LeakRecord]

    /// Opens the data set of a trial. Images are decoded once, and read from the cache later.
    /// - Parameters:
    ///   - phantoms: the folder in which a missing phantom data set is drawn.
    ///   - progress: called with the name of a task, the number of items done and the total.
    /// - Throws: `DatasetError`, `TableError`, `SplitError`, `PhantomError`, `LeakError`,
    ///   `UnsupportedSetting`, `FileError`.
    package init(
        _ settings: DatasetSettings, phantoms: PhantomLocation = .dataset,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        let root = try phantoms.root(settings) { progress("drawing synthetic X-rays", $0, $1) }
        var compared: ContentDigests?
        dataset = try Dataset(settings, root: root, digests: &compared)
        if settings.onUnread == .stop, dataset.unread.isSuspicious {
            throw DatasetError.unread(dataset.root, dataset.unread)
        }
        positiveClass = try settings.resolvedPositiveClass(dataset)
        let digests = compared ?? ContentDigests(dataset)
        // Leaks stop the run before images are decoded, unless unreadable images may be skipped,
        // which are known only afterwards.
        if settings.onBadImage == .stop {
            try Leakage(dataset, digests: digests).records.check(settings, dataset)
        }
        let decoded = try DecodedSet(
            dataset, transform: EvaluationTransform(settings),
            onBadImage: settings.onBadImage, digests: digests
        ) { progress("decoding \($0.rawValue) images", $1, $2) }
        if settings.onSmallRange == .stop, let range = decoded.smallRange {
            throw DatasetError.smallRange(dataset.root, range)
        }
        splits = decoded.splits
        try settings.checkTask(dataset, train: splits[.train], positive: positiveClass)
        imageNotes = decoded.notes
        leaks =
            Leakage(dataset, samples: splits.mapValues(\.samples), digests: digests).records
        try leaks.check(settings, dataset)
        normalization = try PixelNormalization(settings.normalize, train: splits[.train])
        fingerprint = dataset.fingerprint(digests)
        let remarks =
            leaks.map(\.text) + [dataset.unknownGroupsNote, decoded.cacheNote].compactMap { $0 }
            + (positiveClass == nil && dataset.classes.count == 2 && !settings.task.isMultilabel
                ? [PositiveClass.question(dataset.classes)] : [])
        notes =
            remarks.map { [root = dataset.root] in "\(root): \($0)" } + dataset.notes
            + dataset.unreadNotes + imageNotes.map { "\(settings.path): \($0)" }
    }

    /// The record of the data set for the lock.
    /// - Parameter path: the path as written in the study.
    package func record(path: String, isPhantom: Bool) -> DatasetRecord {
        var counts: [Split: [Int]] = [:]
        var labelCounts: [Split: [LabelCounts]] = [:]
        var imageCounts: [Split: Int] = [:]
        var skipped: [String] = []
        for (split, decoded) in splits {
            var ofSplit = [Int](repeating: 0, count: dataset.classes.count)
            for sample in decoded.samples { ofSplit[sample.label] += 1 }
            if let labels = decoded.labelMatrix {
                labelCounts[split] = labels.counts
                imageCounts[split] = labels.count
                ofSplit = labels.counts.map(\.positive)
            }
            counts[split] = ofSplit
            skipped += decoded.skipped.map { "\($0.path): \($0.reason)" }
        }
        var record = DatasetRecord(
            path: path, classes: dataset.classes, counts: counts, fingerprint: fingerprint,
            imageSize: splits[.train]?.crop ?? 0, skipped: skipped.sorted(), isPhantom: isPhantom,
            notes: dataset.splitNotes + imageNotes, unread: dataset.unread.suspicions,
            positiveClass: positiveClass, patients: patients, leaks: leaks)
        (record.labelCounts, record.imageCounts) = (labelCounts, imageCounts)
        return record
    }

    /// The number of patients in each split; empty if the patients of the images are unknown.
    private var patients: [Split: Int] {
        guard dataset.knowsGroups else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: splits.map { split, decoded in
                let groups = dataset.groups(of: decoded.samples)
                // An image without a group counts as a separate patient.
                return (
                    split,
                    Set(groups.compactMap { $0 }).count + groups.count { $0 == nil }
                )
            })
    }
}

extension Dataset {
    /// Reads the index of the data set that a study's settings describe.
    /// - Parameters:
    ///   - root: the folder of the images.
    ///   - digests: set to the digests of the files if the split rule compares them.
    /// - Throws: `DatasetError`, `TableError`, `SplitError`, `FileError`, `UnsupportedSetting`.
    init(_ settings: DatasetSettings, root: String, digests: inout ContentDigests?) throws {
        let limits = settings.limit.compactMap { name, limit in
            Split(rawValue: name).map { ($0, limit) }
        }
        guard let rule = try SplitRules.all.make(settings.split) else {
            throw UnsupportedSetting(
                path: "dataset.split", message: "unknown split rule '\(settings.split.kind)'")
        }
        var settings = settings
        settings.moveTable(from: settings.path, to: root)
        let table = try settings.table.map {
            try ImageTable($0, root: root, task: settings.task, onBadRow: settings.onBadRow)
        }
        if let table, table.splits == nil, rule is OfficialSplit {
            throw SplitError.noOfficialSplit(table.path)
        }
        try self.init(
            root: root, limit: Dictionary(uniqueKeysWithValues: limits), rule: rule,
            groupPattern: settings.groupPattern, table: table, digests: &digests)
        if settings.task == .binary, classes.count != 2 {
            throw UnsupportedSetting(
                path: "dataset.task",
                message: "binary requires two classes; the classes are "
                    + classes.joined(separator: ", "))
        }
    }

    /// The notes on groups and splits, without the folder's path.
    fileprivate var splitNotes: [String] {
        notes.map { $0.hasPrefix("\(root): ") ? String($0.dropFirst(root.count + 2)) : $0 }
    }

    /// Notes on the files of the data set's folder that are not read.
    fileprivate var unreadNotes: [String] {
        (unread.suspicions + [unread.note].compactMap { $0 }).map { "\(root): not read: \($0)" }
    }
}

extension DatasetSettings {
    /// Checks that the data set has the labels that the task needs.
    /// - Throws: `UnsupportedSetting`.
    fileprivate func checkTask(
        _ dataset: Dataset, train: DecodedSplit?, positive: String?
    ) throws {
        func failure(_ message: String) -> UnsupportedSetting {
            UnsupportedSetting(path: "dataset.task", message: message)
        }
        guard task.isMultilabel else {
            guard task != .binary || dataset.classes.count == 2 else {
                throw failure(
                    "binary needs two classes; \(dataset.root) has \(dataset.classes.count): "
                        + dataset.classes.joined(separator: ", "))
            }
            guard task != .binary || positive != nil else {
                throw failure(
                    "binary needs a positive class; set dataset.positiveClass to "
                        + dataset.classes.joined(separator: " or "))
            }
            return
        }
        guard let labels = train?.labelMatrix else {
            throw failure(
                "multilabel needs the labels of each image in a table; set dataset.table, or use "
                    + "multiclass for the class folders of \(dataset.root)")
        }
        for (counts, name) in zip(labels.counts, dataset.classes) {
            let missing =
                counts.positive == 0 ? "positive" : counts.negative == 0 ? "negative" : nil
            guard let missing else { continue }
            throw failure(
                "the label '\(name)' is \(missing) for none of the \(labels.count) training images "
                    + "(ignored for \(counts.ignored)), so it cannot be learned; leave it out of the "
                    + "labels, or choose another split")
        }
    }

    /// The positive class, checked against the classes of the data set; nil if images can have
    /// several labels, each of which has positive and negative images.
    /// - Throws: `UnsupportedSetting` for a class that the data set does not have.
    fileprivate func resolvedPositiveClass(_ dataset: Dataset) throws -> String? {
        if task.isMultilabel { return nil }
        let given = positiveClass ?? dataset.table?.positiveClass
        do { return try PositiveClass.resolved(given, among: dataset.classes) } catch {
            throw UnsupportedSetting(path: "dataset.positiveClass", message: "\(error)")
        }
    }
}

extension PixelNormalization {
    /// Creates the normalization that a study's setting names.
    /// - Throws: `UnsupportedSetting` if the setting requires the mean and standard deviation of
    ///   the training split, and they cannot be computed; `DatasetError.changedImages`.
    init(_ setting: DatasetSettings.Normalize, train: DecodedSplit?) throws {
        let numbers = try setting.numbers ?? train.flatMap { try Normalization(pixelsOf: $0) }
        guard let numbers else {
            throw UnsupportedSetting(
                path: "dataset.normalize",
                message:
                    "a channel of the training images is constant, so its standard deviation is 0; "
                    + "set \"none\" or numbers")
        }
        self.init(numbers)
    }
}

extension EvaluationTransform {
    /// Creates the transform that a study's settings describe.
    package init(_ settings: DatasetSettings) {
        self.init(
            resize: settings.resize, crop: settings.crop,
            interpolation: settings.interpolation, decode: settings.decode,
            window: settings.window, orientation: settings.orientation)
    }
}
