import Datasets
import Files
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

    /// - Parameter data: the folder of the data on this machine; nil: that in the study.
    init(_ trials: [TrialFolder], data: String?) {
        var known: [DatasetSettings: String] = [:]
        for trial in trials {
            do {
                guard let lock = try trial.readStudyLock() else {
                    missing = "\(trial.path) is not in a results folder"
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

    /// Opens a data set.
    /// - Returns: the digest of its images and their splits.
    private mutating func add(_ settings: DatasetSettings) throws -> String {
        var compared: ContentDigests?
        let dataset = try Dataset(settings, root: settings.path, digests: &compared)
        let digests = compared ?? ContentDigests(dataset)
        datasets.append((dataset, digests))
        return dataset.fingerprint(digests)
    }

    /// The images that are also in one of the data sets, by split.
    func overlaps(with images: LabeledImages) -> [EvaluationRecord.Overlap] {
        Split.allCases.compactMap { split in
            var found: [String: String] = [:]
            for (dataset, digests) in datasets {
                for (image, copy) in images.copies(in: split, of: dataset, digests) {
                    found[image.path] = found[image.path] ?? copy.path
                }
            }
            guard !found.isEmpty else { return nil }
            let examples = found.sorted { $0.key < $1.key }.prefix(LeakRecord.mostExamples)
            return EvaluationRecord.Overlap(
                split: split, images: found.count,
                examples: examples.map { "\($0.key) = \($0.value)" })
        }
    }
}
