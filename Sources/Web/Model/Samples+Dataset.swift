import Evaluation
import Files
import Foundation
import Images
import Results
import Vocabulary

extension Samples {
    /// The value of `--samples` for images of the network's data set.
    package static let datasetOption = "dataset"
    /// The value of `--samples` for no images.
    package static let noneOption = "none"

    /// The example images for a network.
    /// - Parameters:
    ///   - option: the value of `--samples`: a folder, `dataset` or `none`; nil: the X-rays of this
    ///     program if the network was trained on such images, otherwise none.
    ///   - trial: the folder of the trial; nil for a network that is not one.
    /// - Throws: `ServerError`, `FileError`, `ResultsError`, `JSONError`.
    package static func chosen(_ option: String?, trial: String?) throws -> Samples {
        switch option {
        case noneOption?: return .none
        case datasetOption?:
            guard let trial else {
                throw ServerError(
                    message: "--samples dataset: requires --trial; otherwise the data set is not "
                        + "known; use --samples DIR")
            }
            return try Samples(datasetOf: trial)
        case let folder?: return try Samples(option: folder)
        case nil:
            guard let trial, let folder = ownFolder,
                try TrialFolder(trial).readStudyLock()?.dataset.isPhantom == true
            else { return .none }
            return try Samples(folder: folder, areSynthetic: true)
        }
    }

    /// The images of the folder that is the value of `--samples`.
    /// - Throws: `ServerError` if it is not a folder or has no images; `FileError`.
    private init(option folder: String) throws {
        let files = FileManager.default
        guard files.isFolder(folder) else {
            let reason = files.fileExists(atPath: folder) ? "is not a folder" : "no such folder"
            throw ServerError(
                message: "--samples \(folder): \(reason); expected a folder of images, 'dataset' "
                    + "or 'none'")
        }
        try self.init(folder: folder)
        guard !all.isEmpty else {
            throw ServerError(
                message: "--samples \(folder): contains no \(ImageFormat.titles) image of at most "
                    + "\(Self.mostBytes >> 20) MiB; links to files outside of it are not followed")
        }
    }

    /// Some test images of a trial, or validation images without a test split: of each class
    /// equally many, spread over the split. Their titles name the class. If images can have several
    /// labels: equally many with each label and without any, and titles name the labels.
    /// - Throws: `ServerError` if the trial does not know its images or none of them exists.
    init(datasetOf trial: String) throws {
        let folder = TrialFolder(trial)
        guard let lock = try folder.readStudyLock() else {
            throw ServerError(
                message: "--samples dataset: the folder of \(trial) has no study.lock.json, which "
                    + "names the data set; use --samples DIR")
        }
        let splits = try [Split.test, .val].compactMap { try Candidates(folder, $0) }
        guard let candidates = splits.first(where: { !$0.files.isEmpty }) else {
            throw ServerError(
                message: "--samples dataset: \(trial) has no predictions of test or validation "
                    + "images, which name them; use --samples DIR")
        }
        let root = lock.dataRoot
        let perClass = max(1, Self.mostSamples / max(candidates.groups.count, 2) / 2)
        let samples = candidates.groups.prefix(Self.mostSamples).flatMap { images -> [Sample] in
            let count = min(perClass, images.count)
            return (0..<count).compactMap { number in
                let image = images[number * images.count / count]
                let file = candidates.files[image]
                let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
                return Sample(
                    FilePath(root).appending(text: file),
                    title: "\(candidates.titles[image]): \(name)")
            }
        }
        guard !samples.isEmpty else {
            throw ServerError(
                message: "--samples dataset: none of the images of \(trial) exists in \(root); use "
                    + "--samples DIR")
        }
        self.init(all: samples, areSynthetic: lock.dataset.isPhantom)
    }
}

/// The images of a split from which samples are chosen.
private struct Candidates {
    let files: [String]
    /// The class, or the labels, of each image.
    let titles: [String]
    /// The images of each class; of several labels, the images with each first positive label, and
    /// those without one.
    let groups: [[Int]]

    /// - Returns: nil without predictions of the split.
    init?(_ folder: TrialFolder, _ split: Split) throws {
        let numbers: [Int]
        if let table = try folder.readPredictions(split) {
            (files, numbers) = (table.files, table.predictions.labels)
            titles = numbers.map { table.classes[$0] }
        } else if let table = try folder.readLabelPredictions(split) {
            let positive = table.files.indices.map(table.positiveLabels)
            files = table.files
            numbers = positive.map { $0.first ?? table.labels.count }
            titles = positive.map { labels in
                labels.isEmpty
                    ? "no label" : labels.map { table.labels[$0] }.joined(separator: ", ")
            }
        } else {
            return nil
        }
        groups = Dictionary(grouping: numbers.indices) { numbers[$0] }
            .sorted { $0.key < $1.key }.map(\.value)
    }
}

extension TrialFolder {
    fileprivate init(_ path: String) {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        self.init(path, id: url.lastPathComponent)
    }
}
