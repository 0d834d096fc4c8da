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
        notes = dataset.notes + Leakage(dataset).notes(dataset)
        splits = try DecodedSet(
            dataset, transform: EvaluationTransform(settings),
            onBadImage: settings.onBadImage == .skip ? .skip : .stop
        ) { progress("decoding \($0.rawValue) images", $1, $2) }.splits
        fingerprint = try dataset.fingerprint()
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
            imageSize: splits[.train]?.crop ?? 0, skipped: skipped.sorted(), isPhantom: isPhantom)
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
