import Datasets
import Files
import Foundation
package import Images
import JSON
package import Networks
package import Results
import Studies
package import Tensors
package import Vocabulary
package import Weights

/// An error that prevents predictions, with a message for the user.
package struct PredictionError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// A network with its weights, and the preprocessing of its input images.
package struct TrainedNetwork {
    /// The architecture, without the weights.
    package let network: Network
    /// The network's settings and classes, and the preprocessing of its input images.
    package let description: ModelDescription
    /// The path of the checkpoint.
    package let path: String
    /// The record of the trial that trained the network; nil for any other checkpoint.
    package let record: TrialRecord?
    /// The folder of that trial; nil for any other checkpoint.
    package let trial: TrialFolder?
    /// True if the file or the trial contains the description; otherwise it consists of options and
    /// defaults.
    package let isDescribed: Bool
    /// The class that sensitivity and thresholds refer to; nil if it is unknown or there are more
    /// than two classes.
    package private(set) var positiveClass: String?
    private let weights: InitialWeights

    /// The names of the classes, in the order of the logits.
    package var classes: [String] { description.classes }
    var transform: EvaluationTransform { description.transform }
    /// The normalization of pixels by the mean and standard deviation of each channel.
    package var normalization: PixelNormalization { PixelNormalization(description.normalization) }

    /// The number format in which to compute.
    /// - Parameters:
    ///   - wanted: the number format to use; nil: that of the training, or fp32 if the processor
    ///     does not support it.
    ///   - hasBFloat16: true if the processor has instructions for bfloat16.
    package func precision(
        _ wanted: PrecisionSetting?, hasBFloat16: Bool
    ) -> ComputePrecision {
        if let wanted { return wanted.resolved(hasBFloat16: hasBFloat16) }
        let isTrainedInBFloat16 = record?.settings.training?.precision == .bf16
        return isTrainedInBFloat16 && hasBFloat16 ? .bf16 : .fp32
    }

    /// A note for the user on the number format of predictions; nil if it is fp32, as in the
    /// training.
    package func note(on precision: ComputePrecision) -> String? {
        let training = record?.settings.training?.precision ?? .fp32
        if precision == .bf16 { return "The network computes in bf16." }
        guard training == .bf16 else { return nil }
        return
            "The network computes in fp32, but was trained in bf16: predictions may differ slightly."
    }

    /// Reads the best epoch of a finished trial; images are preprocessed as in its evaluation.
    /// - Parameter folder: the trial's folder.
    /// - Throws: `PredictionError`, `WeightsError`, `WeightsMismatch`, `FileError`; `ResultsError`
    ///   or `JSONError` for a damaged record, or a damaged lock of the trial's study.
    package init(trial folder: String) throws {
        let trial = TrialFolder(folder, id: URL(fileURLWithPath: folder).lastPathComponent)
        guard trial.isComplete else {
            throw PredictionError(
                "\(folder): contains no trial.json; give the folder of a finished trial, "
                    + "such as results/lr-sweep/trials/cnn4-constant-s1")
        }
        let record = try trial.readRecord()
        try Self.refuseCopy(trial, record)
        let description = try ModelDescription(record, path: trial.recordPath)
        let file = try Self.bestWeights(of: trial, record)
        (network, weights) = try Self.network(description, file)
        self.description = description
        path = trial.bestPath
        self.record = record
        self.trial = trial
        isDescribed = true
        positiveClass = Self.positiveClass(of: record, try trial.readStudyLock())
    }

    /// - Throws: `PredictionError` for a trial that was copied or renamed within its results
    ///   folder, whose study does not know it.
    private static func refuseCopy(_ trial: TrialFolder, _ record: TrialRecord) throws {
        let path = FileManager.absolutePath(trial.path)
        let name = URL(fileURLWithPath: path).lastPathComponent
        let parent = URL(fileURLWithPath: FileManager.parentPath(path)).lastPathComponent
        guard name != record.id, parent == "trials",
            FileManager.default.fileExists(atPath: trial.results.lockPath)
        else { return }
        throw PredictionError(
            "\(trial.path): contains the trial '\(record.id)', but a trial in a results folder has "
                + "its own name; use \(trial.results.trial(record.id).path), rename the folder to "
                + "that, or move a copy out of the results folder")
    }

    /// The network with the positive class that a registered model records.
    func with(positiveClass: String?) -> TrainedNetwork {
        var network = self
        network.positiveClass = positiveClass
        return network
    }

    /// Opens the best weights of a trial, and compares them with the digest in its record.
    private static func bestWeights(
        of trial: TrialFolder, _ record: TrialRecord
    ) throws -> any WeightsFile {
        let path = trial.bestPath
        let expected = record.files[URL(fileURLWithPath: path).lastPathComponent]
        guard FileManager.default.fileExists(atPath: path) else {
            throw PredictionError(
                "\(path): is missing; "
                    + (expected == nil
                        ? "the trial has no weights, as one imported from elsewhere; choose "
                            + "another trial, or train it"
                        : "the folder was copied without its weights; copy this file, too"))
        }
        let file = try openWeights(path: path)
        guard let expected else { return file }
        let digest = try file.digest
        guard digest == expected else {
            throw PredictionError(
                "\(path): is not the file that the trial wrote: its SHA-256 is "
                    + "\(digest.prefix(12)), but trial.json records \(expected.prefix(12)); copy "
                    + "the file again, or train the trial again")
        }
        return file
    }

    /// Creates a network of a kind with the weights of a checkpoint. If the file contains a
    /// description, its classes, settings, head and preprocessing are used. Otherwise the number of
    /// classes is determined from the shapes in the file.
    /// - Throws: `PredictionError`, also if options contradict the file; `WeightsError`,
    ///   `WeightsMismatch`, `FileError`, `ShapeError`; `ResultsError` or `JSONError` for a damaged
    ///   record or lock of a trial's file.
    package init(kind: String, weights path: String, options: ModelOptions) throws {
        let kinds = NetworkRegistry.all.map { $0.kind }
        guard kinds.contains(kind) else {
            throw PredictionError(
                "no network '\(kind)'; \(Names(kinds).suggestion(for: kind))")
        }
        let file = try openWeights(path: path, entry: options.entry)
        let own = try ModelDescription.of(file)
        try own.map { try options.check(against: $0, kind: kind, path: path) }
        let description =
            try own.flatMap { $0.architecture == nil ? nil : $0 }
            ?? Self.found(in: file, kind: kind, own, options)
        (network, weights) = try Self.network(description, file)
        self.description = description
        self.path = path
        (record, trial) = (nil, nil)
        isDescribed = own != nil
        // The record next to the file of a trial describes it.
        if own != nil, !ModelDescription.isExport(file) {
            let folder = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent()
            let owner = TrialFolder(folder.path, id: folder.lastPathComponent)
            positiveClass = Self.positiveClass(
                of: try owner.readRecord(), try owner.readStudyLock())
        } else {
            positiveClass = description.positiveClass
        }
    }

    /// The positive class of a trial. The lock of its study has priority, because the setting may
    /// change after training; otherwise it is that of the record.
    package static func positiveClass(of record: TrialRecord, _ lock: StudyLock?) -> String? {
        guard let lock, lock.trials.contains(where: { $0.id == record.id && $0.key == record.key }),
            lock.dataset.classes == record.classes
        else { return record.positiveClass }
        return lock.dataset.positiveClass
    }

    /// Builds the network's graph for inputs of shape `[batchSize, 3, crop, crop]`.
    /// - Throws: `ShapeError` if the network does not support images of that size.
    package func graph(batchSize: Int) throws -> Graph {
        try network.graph(input: [batchSize, 3, transform.crop, transform.crop])
    }

    /// All parameters of the network by name; counters may be missing.
    /// - Throws: `FileError` if the checkpoint cannot be read; `UnusableValues` for NaN, infinity
    ///   or a negative variance.
    package var parameters: [String: Tensor] { get throws { try weights.tensors() } }

    /// The checkpoint with the parameters of the network alone, under their names. Its values are
    /// not checked, in contrast to those of `parameters`.
    package var checkpoint: any WeightsFile { weights.checkpoint }

    /// Notes for the user about the entries of the checkpoint, such as a prefix or other state
    /// dicts.
    package var notes: [String] { weights.notes }

    /// Creates the described network and reads its weights from a file.
    private static func network(
        _ description: ModelDescription, _ file: any WeightsFile
    ) throws -> (Network, InitialWeights) {
        guard let settings = description.architecture else {
            throw PredictionError("\(file.path): does not contain the kind of its network")
        }
        let size = description.transform.crop
        let network = try settings.network(classes: description.classes.count, imageSize: size)
        let graph = try network.graph(input: [1, 3, size, size])
        let weights = try InitialWeights(file, digest: "", for: graph, of: network.name)
        guard weights.record.leftOut.isEmpty else {
            let names = weights.record.leftOut.joined(separator: ", ")
            throw PredictionError(
                "\(file.path): \(names) are missing, or have another number of classes than "
                    + "\(description.classes.count)"
            )
        }
        return (network, weights)
    }
}

extension ModelDescription {
    /// True if a checkpoint contains its description, as files of `study export` do.
    fileprivate static func isExport(_ file: any WeightsFile) -> Bool {
        file.metadata[TorchWriter.notesKey] != nil
            || file.metadata["program"]?.hasPrefix("study ") == true
    }
}
