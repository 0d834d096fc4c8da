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
    /// How its pixels become the network's input.
    package let normalization: Normalization
    /// What the reader should know about the images: what their files say that the pixels do not show.
    package let imageNotes: [String]
    /// What the reader should know about the split and the images.
    package let notes: [String]

    /// Opens the data set of a trial, decoding its images on the first use.
    /// - Parameter phantoms: where a set of phantoms is drawn that is not there yet.
    /// - Parameter progress: what is being done, with items done and in all.
    /// - Throws: `DatasetError`, `SplitError`, `PhantomError`, `FileError`.
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
        dataset = try Dataset(
            root: root, limit: Dictionary(uniqueKeysWithValues: limits), rule: rule,
            groupPattern: settings.groupPattern)
        if settings.onUnread == .stop, dataset.unread.isSuspicious {
            throw DatasetError.unread(dataset.root, dataset.unread)
        }
        let decoded = try DecodedSet(
            dataset, transform: EvaluationTransform(settings),
            onBadImage: settings.onBadImage == .skip ? .skip : .stop
        ) { progress("decoding \($0.rawValue) images", $1, $2) }
        splits = decoded.splits
        imageNotes = decoded.notes
        notes =
            dataset.notes + dataset.unreadNotes + Leakage(dataset).notes(dataset)
            + imageNotes.map { "\(settings.path): \($0)" }
        normalization = try Normalization(settings.normalize, train: splits[.train])
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
            notes: imageNotes, unread: dataset.unread.suspicions)
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

extension Normalization {
    /// The one place that decides what a study's setting means.
    /// - Throws: `UnsupportedSetting` where the training split's own numbers are asked for and it has none.
    init(_ setting: DatasetSettings.Normalize, train: DecodedSplit?) throws(UnsupportedSetting) {
        switch setting {
        case .imagenet: self.init(.imageNet)
        case .none: self.init(.none)
        case .values(let numbers): self.init(numbers)
        case .dataset:
            guard let numbers = train.flatMap({ ChannelNormalization(pixelsOf: $0) }) else {
                throw UnsupportedSetting(
                    path: "dataset.normalize",
                    message:
                        "the training images have a channel without any contrast, so there is no standard deviation "
                        + "to divide by; choose \"none\", or numbers")
            }
            self.init(numbers)
        }
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
