package import Datasets
import Foundation
package import Images
package import JSON
package import Results
package import Studies
package import Vocabulary

/// A trial's data set, decoded and at hand.
package struct TrialData: Sendable {
    package let dataset: Dataset
    package let fingerprint: String
    package let splits: [Split: DecodedSplit]
    /// How its pixels become the network's input.
    package let normalization: PixelNormalization
    /// What the reader should know about the images: what their files say that the pixels do not
    /// show.
    package let imageNotes: [String]
    /// What the reader should know about the data.
    package let notes: [String]
    /// The class that sensitivity and thresholds refer to; nil where nothing says which of two, or
    /// there are more.
    package let positiveClass: String?
    /// What splits or classes share that they must not.
    package let leaks: [LeakRecord]

    /// Opens the data set of a trial, decoding its images on the first use.
    /// - Parameter phantoms: where a set of phantoms is drawn that is not there yet.
    /// - Parameter progress: what is being done, with items done and in all.
    /// - Throws: `DatasetError`, `SplitError`, `PhantomError`, `LeakError`, `UnsupportedSetting`,
    ///   `FileError`.
    package init(
        _ settings: DatasetSettings, phantoms: PhantomPlace = .dataset,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        let root = try phantoms.root(settings) { progress("drawing phantoms", $0, $1) }
        let limits = settings.limit.compactMap { name, limit in
            Split(rawValue: name).map { ($0, limit) }
        }
        guard let rule = try SplitRules.all.make(settings.split) else {
            throw UnsupportedSetting(
                path: "dataset.split", message: "there is no split '\(settings.split.kind)'")
        }
        var compared: ContentDigests?
        dataset = try Dataset(
            root: root, limit: Dictionary(uniqueKeysWithValues: limits), rule: rule,
            groupPattern: settings.groupPattern, digests: &compared)
        if settings.onUnread == .stop, dataset.unread.isSuspicious {
            throw DatasetError.unread(dataset.root, dataset.unread)
        }
        positiveClass = try settings.resolvedPositiveClass(dataset.classes)
        let digests = compared ?? ContentDigests(dataset)
        // What stops the run does so before images are decoded; what is skipped is known only
        // afterwards.
        if settings.onBadImage == .stop {
            try Leakage(dataset, digests: digests).records.check(settings, dataset)
        }
        let decoded = try DecodedSet(
            dataset, transform: EvaluationTransform(settings),
            onBadImage: settings.onBadImage, digests: digests
        ) { progress("decoding \($0.rawValue) images", $1, $2) }
        splits = decoded.splits
        imageNotes = decoded.notes
        leaks =
            Leakage(dataset, samples: splits.mapValues(\.samples), digests: digests).records
        try leaks.check(settings, dataset)
        normalization = try PixelNormalization(settings.normalize, train: splits[.train])
        fingerprint = dataset.fingerprint(digests)
        let remarks =
            leaks.map(\.text) + [dataset.unknownGroupsNote].compactMap { $0 }
            + (positiveClass == nil && dataset.classes.count == 2
                ? [PositiveClass.question(dataset.classes)] : [])
        notes =
            remarks.map { [root = dataset.root] in "\(root): \($0)" } + dataset.notes
            + dataset.unreadNotes + imageNotes.map { "\(settings.path): \($0)" }
    }

    /// The data set as the lock describes it.
    /// - Parameter path: as the study gives it.
    package func record(path: String, isPhantom: Bool) -> DatasetRecord {
        var counts: [Split: [Int]] = [:]
        var skipped: [String] = []
        for (split, decoded) in splits {
            var ofSplit = [Int](repeating: 0, count: dataset.classes.count)
            for sample in decoded.samples { ofSplit[sample.label] += 1 }
            counts[split] = ofSplit
            skipped += decoded.skipped.map { "\($0.path): \($0.reason)" }
        }
        return DatasetRecord(
            path: path, classes: dataset.classes, counts: counts, fingerprint: fingerprint,
            imageSize: splits[.train]?.crop ?? 0, skipped: skipped.sorted(), isPhantom: isPhantom,
            notes: dataset.splitNotes + imageNotes, unread: dataset.unread.suspicions,
            positiveClass: positiveClass, patients: patients, leaks: leaks)
    }

    /// How many patients the images of each split are of; empty where nothing says which images are
    /// of one.
    private var patients: [Split: Int] {
        guard dataset.knowsGroups else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: splits.map { split, decoded in
                let groups = dataset.groups(of: decoded.samples)
                // An image that nothing is said of counts as a patient of its own.
                return (
                    split,
                    Set(groups.compactMap { $0 }).count + groups.count { $0 == nil }
                )
            })
    }
}

extension Dataset {
    /// What is to say of groups and splits, without the folder's path.
    fileprivate var splitNotes: [String] {
        notes.map { $0.hasPrefix("\(root): ") ? String($0.dropFirst(root.count + 2)) : $0 }
    }

    /// What the set's folder has besides the images that are read.
    fileprivate var unreadNotes: [String] {
        (unread.suspicions + [unread.note].compactMap { $0 }).map { "\(root): not read: \($0)" }
    }
}

extension DatasetSettings {
    /// - Throws: `UnsupportedSetting`.
    fileprivate func resolvedPositiveClass(_ classes: [String]) throws -> String? {
        do { return try PositiveClass.resolved(positiveClass, among: classes) } catch {
            throw UnsupportedSetting(path: "dataset.positiveClass", message: "\(error)")
        }
    }
}

extension PixelNormalization {
    /// The normalization that a study's setting names.
    /// - Throws: `UnsupportedSetting` where the training split's own numbers are asked for and it
    ///   has none.
    init(_ setting: DatasetSettings.Normalize, train: DecodedSplit?) throws(UnsupportedSetting) {
        guard let numbers = setting.numbers ?? train.flatMap({ Normalization(pixelsOf: $0) }) else {
            throw UnsupportedSetting(
                path: "dataset.normalize",
                message:
                    "the training images have a channel without any contrast, so there is no standard deviation "
                    + "to divide by; choose \"none\", or numbers")
        }
        self.init(numbers)
    }
}

extension EvaluationTransform {
    /// The transform that a study's settings describe.
    package init(_ settings: DatasetSettings) {
        self.init(
            resize: settings.resize, crop: settings.crop,
            interpolation: settings.interpolation, decode: settings.decode)
    }
}
