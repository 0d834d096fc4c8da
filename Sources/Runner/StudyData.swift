package import Datasets
import Foundation
import Images
package import Results
import Settings
package import Studies

/// A trial's data set, decoded and at hand.
package struct TrialData: Sendable {
    package let dataset: Dataset
    package let fingerprint: String
    package let splits: [Split: DecodedSplit]
    /// What the reader should know about the split.
    package let notes: [String]

    /// Opens the data set of a trial, decoding its images on the first use.
    /// - Parameter progress: what is being done, with items done and in all.
    /// - Throws: `DatasetError`, `SplitError`, `PhantomError`, `FileError`.
    package init(
        _ settings: DatasetSettings, progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        if let phantom = settings.phantom {
            try Phantom.write(to: settings.path, phantom) { progress("drawing phantoms", $0, $1) }
        }
        let limits = settings.limit.compactMap { name, limit in
            Split(rawValue: name).map { ($0, limit) }
        }
        guard let rule = try SplitRules.all.make(settings.split) else {
            throw UnsupportedSetting(
                path: "dataset.split", message: "there is no split '\(settings.split.kind)'")
        }
        dataset = try Dataset(
            root: settings.path, limit: Dictionary(uniqueKeysWithValues: limits), rule: rule,
            groupPattern: settings.groupPattern)
        if settings.onUnread == .stop, dataset.unread.isSuspicious {
            throw DatasetError.unread(dataset.root, dataset.unread)
        }
        notes =
            dataset.notes + dataset.unreadNotes + Leakage(dataset).notes(dataset)
        splits = try DecodedSet(
            dataset, transform: EvaluationTransform(settings),
            onBadImage: settings.onBadImage == .skip ? .skip : .stop
        ) { progress("decoding \($0.rawValue) images", $1, $2) }.splits
        fingerprint = dataset.fingerprint()
    }

    /// The data set as the lock describes it.
    /// - Parameter path: as the study gives it.
    package func record(path: String, isPhantom: Bool) -> DatasetRecord {
        var counts: [MetricSplit: [Int]] = [:]
        var skipped: [String] = []
        for (split, decoded) in splits {
            var ofSplit = [Int](repeating: 0, count: dataset.classes.count)
            for sample in decoded.samples { ofSplit[sample.label] += 1 }
            counts[MetricSplit(split)] = ofSplit
            skipped += decoded.skipped.map { "\($0.path): \($0.reason)" }
        }
        return DatasetRecord(
            path: path, classes: dataset.classes, counts: counts, fingerprint: fingerprint,
            imageSize: splits[.train]?.crop ?? 0, skipped: skipped.sorted(), isPhantom: isPhantom,
            unread: dataset.unread.suspicions)
    }
}

extension Dataset {
    /// What the set's folder has besides the images that are read.
    fileprivate var unreadNotes: [String] {
        (unread.suspicions + [unread.note].compactMap { $0 }).map { "\(root): not read: \($0)" }
    }
}

extension Leakage {
    fileprivate func notes(_ dataset: Dataset) -> [String] {
        guard let first = groups.first else { return [] }
        return [
            "\(dataset.root): \(groups.count) groups are in more than one split, such as \(first.text), so validation and "
                + "test do not tell how a network does on new patients"
        ]
    }
}

extension EvaluationTransform {
    init(_ settings: DatasetSettings) {
        self.init(
            resize: settings.resize, crop: settings.crop,
            interpolation: Interpolation(rawValue: settings.interpolation.rawValue) ?? .bilinear,
            decode: DecodeMode(rawValue: settings.decode.rawValue) ?? .exact)
    }
}

extension MetricSplit {
    /// The results' name of a data set's split.
    init(_ split: Split) {
        self =
            switch split {
            case .train: .train
            case .val: .val
            case .test: .test
            }
    }
}
