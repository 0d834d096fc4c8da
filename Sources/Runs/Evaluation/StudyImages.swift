import DICOM
import Datasets
import Foundation
import Results
import Studies
import Vocabulary

/// The data sets that the trials of a model were trained on, for the comparison with the images of
/// an evaluation.
struct StudyImages {
    /// Each different data set, with the digests of its files.
    private var datasets: [(dataset: Dataset, digests: ContentDigests)] = []
    /// The reason why a data set cannot be compared; nil if all can.
    private(set) var missing: String?
    /// The way to a comparison if data sets are missing.
    private(set) var advice = "set --data to their folder"

    /// - Parameter data: the folder of the data on this machine; nil: that in the study.
    init(_ trials: [TrialFolder], data: String?) {
        var known: [DatasetSettings: String] = [:]
        for trial in trials {
            do {
                guard let lock = try trial.readStudyLock() else {
                    missing =
                        "\(trial.path) is not in a results folder, which names the study's images"
                    advice = "evaluate the trials of the results folder to compare them"
                    return
                }
                let study = try lock.readStudy(trial.results, data: data)
                guard let own = study.trials.first(where: { $0.id == trial.id }) else {
                    missing = "the study in \(trial.results.lockPath) has no trial \(trial.id)"
                    return
                }
                let settings = own.settings.dataset
                if known[settings] == nil { known[settings] = try add(settings) }
                guard try trial.readRecord().data == known[settings] else {
                    missing =
                        "the images in \(settings.path) are not those that \(trial.id) was "
                        + "trained on"
                    return
                }
            } catch {
                missing = "\(error)"
                return
            }
        }
    }

    /// The data of planned trials, which may not be trained yet.
    init(_ entries: [StudyPlan.Entry]) {
        var known: Set<String> = []
        for data in entries.map(\.data) where known.insert(data.fingerprint).inserted {
            datasets.append((data.dataset, ContentDigests(data.dataset)))
        }
    }

    /// Opens a data set.
    /// - Returns: the digest of its images and their splits.
    private mutating func add(_ settings: DatasetSettings) throws -> String {
        var compared: ContentDigests?
        let dataset = try Dataset(settings, root: settings.path, digests: &compared)
        let digests = compared ?? ContentDigests(dataset)
        datasets.append((dataset, digests))
        return dataset.fingerprint(digests)
    }

    /// What the test images of the first data set look like; nil if they cannot be read.
    /// - Parameter progress: called with the number of images looked at, and their total; its error
    ///   is thrown.
    func testLook(progress: (Int, Int) throws -> Void) rethrows -> ImageStatistics? {
        try datasets.first.flatMap { dataset, _ in
            try ImageStatistics(
                of: dataset.samples(.test).map { dataset.path($0) }, progress: progress)
        }
    }

    /// The images that are also in one of the data sets, by split: identical files, then others
    /// that look the same, such as copies in another size.
    /// - Parameter progress: called with the number of images looked at, and their total; its error
    ///   is thrown.
    func overlaps(
        with images: LabeledImages, progress: (Int, Int) throws -> Void
    ) rethrows -> [EvaluationRecord.Overlap] {
        let identical = identicalFiles(images)
        // An image of the study itself is compared with itself only.
        let known = Set(identical.values.flatMap(\.keys))
        let others = images.samples.indices.filter { !known.contains(images.samples[$0].path) }
        let similar = others.isEmpty ? [:] : try similarImages(images, others, progress)
        return Split.allCases.flatMap { split in
            [
                Self.overlap(split, areIdentical: true, identical[split] ?? [:]),
                Self.overlap(split, areIdentical: false, similar[split] ?? [:]),
            ].compactMap { $0 }
        }
    }

    private static func overlap(
        _ split: Split, areIdentical: Bool, _ found: [String: String]
    ) -> EvaluationRecord.Overlap? {
        guard !found.isEmpty else { return nil }
        let examples = found.sorted { $0.key < $1.key }.prefix(LeakRecord.mostExamples)
        return EvaluationRecord.Overlap(
            split: split, areIdentical: areIdentical, images: found.count,
            examples: examples.map { "\($0.key) = \($0.value)" })
    }

    /// A note on patients of the images whose names are those of training or validation patients;
    /// nil if there are none.
    func patientNote(_ images: LabeledImages) -> String? {
        // Synthetic patients are numbered in every set.
        let manifest = "\(images.root)/\(Dataset.syntheticManifest)"
        if FileManager.default.fileExists(atPath: manifest) { return nil }
        let known = datasets.reduce(into: Set<String>()) { known, item in
            guard !item.dataset.areGroupsFromDICOM else { return }
            for split in [Split.train, .val] {
                let samples = item.dataset.samples(split)
                known.formUnion(item.dataset.groups(of: samples).compactMap { $0 })
            }
        }
        let own = images.areGroupsFromDICOM ? [] : Set(images.groups.compactMap { $0 })
        let same = own.intersection(known).sorted()
        guard let first = same.first else { return dicomPatientNote(images) }
        return "\(same.count) of \(own.count) patients have names of training or validation "
            + "patients, such as \(first); if they are the same persons, the figures are too good"
    }

    /// A note on images whose DICOM files name a patient of training or validation images; nil if
    /// there are none.
    private func dicomPatientNote(_ images: LabeledImages) -> String? {
        let paths = images.samples.map(\.path)
        let own = DICOMPatients.keys(of: paths, in: images.root)
        guard own.contains(where: { $0 != nil }) else { return nil }
        let known = datasets.reduce(into: Set<PatientKey>()) { known, item in
            let samples = [Split.train, .val].flatMap { item.dataset.samples($0) }
            known.formUnion(
                DICOMPatients.keys(of: samples.map(\.path), in: item.dataset.root)
                    .compactMap { $0 })
        }
        let same = zip(paths, own).filter { $1.map(known.contains) == true }.map(\.0)
        guard let first = same.first else { return nil }
        return "\(same.count) of \(paths.count) images, such as \(first), have the Patient ID of "
            + "training or validation images in their DICOM files; if they are the same persons, the "
            + "figures are too good"
    }

    /// For each split, the path of each image whose file is also there, and that of its copy.
    private func identicalFiles(_ images: LabeledImages) -> [Split: [String: String]] {
        Dictionary(
            uniqueKeysWithValues: Split.allCases.map { split in
                var found: [String: String] = [:]
                for (dataset, digests) in datasets {
                    for (image, copy) in images.copies(in: split, of: dataset, digests) {
                        found[image.path] = found[image.path] ?? copy.path
                    }
                }
                return (split, found)
            })
    }

    /// For each split, the path of each image that looks like one there, and the path of that one.
    /// - Parameter numbers: the images to look at.
    private func similarImages(
        _ images: LabeledImages, _ numbers: [Int], _ progress: (Int, Int) throws -> Void
    ) rethrows -> [Split: [String: String]] {
        let sets = datasets.map { dataset, digests in
            let samples = dataset.splits.flatMap { split in
                dataset.samples(split).map { (split: split, sample: $0) }
            }
            return (digests: digests, samples: samples)
        }
        let total = numbers.count + sets.reduce(0) { $0 + $1.samples.count }
        let own = try images.looks(of: numbers) { try progress($0, total) }
        var done = numbers.count
        var found: [Split: [String: String]] = [:]
        for (digests, samples) in sets {
            let looks = try digests.looks(of: samples.map(\.sample)) {
                try progress(done + $0, total)
            }
            done += samples.count
            for split in Split.allCases {
                let others = samples.indices.filter { samples[$0].split == split }
                for (image, other) in Look.matches(own, in: others.map { looks[$0] }) {
                    let path = images.samples[numbers[image]].path
                    if found[split]?[path] == nil {
                        found[split, default: [:]][path] = samples[others[other]].sample.path
                    }
                }
            }
        }
        return found
    }
}
