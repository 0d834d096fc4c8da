package import Datasets
import Foundation
package import Images
import JSON
package import Networks
package import Results
import Studies
package import Tensors
import Vocabulary
import Weights

/// Why nothing can be predicted.
package struct PredictionError: Error, Hashable, CustomStringConvertible {
    package let message: String

    package var description: String { message }
}

/// A network with weights, and how images become its input.
package struct TrainedNetwork {
    package let network: Network
    /// Its settings and classes, and how images become its input.
    package let description: ModelDescription
    /// The checkpoint.
    package let path: String
    /// Of the trial that trained it; nil for a checkpoint from elsewhere.
    package let record: TrialRecord?
    /// Whether the description is the file's or the trial's own; else options and defaults make it
    /// up.
    package let isDescribed: Bool
    /// The class that sensitivity and thresholds refer to; nil where nothing says which of two, or
    /// there are more.
    package let positiveClass: String?
    private let weights: InitialWeights

    /// In the order of the logits.
    package var classes: [String] { description.classes }
    package var transform: EvaluationTransform { description.transform }
    package var normalization: PixelNormalization { PixelNormalization(description.normalization) }

    /// The best epoch of a finished trial, with the images cut as in its training.
    /// - Parameter folder: the trial's.
    /// - Throws: `PredictionError`, `ResultsError`, `WeightsError`, `WeightsMismatch`, `FileError`;
    ///   `ResultsError` or `JSONError` for a damaged lock of its study, too.
    package init(trial folder: String) throws {
        let trial = TrialFolder(folder, id: URL(fileURLWithPath: folder).lastPathComponent)
        guard trial.isComplete else {
            throw PredictionError(
                message: "\(folder): no trial.json there; give the folder of a finished trial, "
                    + "such as results/lr-sweep/trials/cnn4-constant-s1")
        }
        let record = try trial.readRecord()
        let description = try ModelDescription(record, path: trial.recordPath)
        let file = try openWeights(path: trial.bestPath)
        (network, weights) = try Self.network(description, file)
        self.description = description
        path = trial.bestPath
        self.record = record
        isDescribed = true
        positiveClass = Self.positiveClass(of: record, try Self.lock(ofTrial: folder))
    }

    /// A network of a kind, with the weights of a checkpoint. What the file says of itself counts:
    /// its classes, the network's settings and head, and how images become the input. A file from
    /// elsewhere says the number of classes.
    /// - Throws: `PredictionError`, where options contradict the file too; `WeightsError`,
    ///   `WeightsMismatch`, `FileError`, `ShapeError`; `ResultsError` or `JSONError` for a damaged
    ///   record or lock of a trial's file.
    package init(kind: String, weights path: String, options: ModelOptions) throws {
        let kinds = NetworkRegistry.all.map { $0.kind }
        guard kinds.contains(kind) else {
            throw PredictionError(
                message: "no network '\(kind)'; \(Names(kinds).suggestion(for: kind))")
        }
        let file = try openWeights(path: path)
        let own = try ModelDescription.of(file)
        try own.map { try options.check(against: $0, kind: kind, path: path) }
        let description =
            try own.flatMap { $0.architecture == nil ? nil : $0 }
            ?? Self.found(in: file, kind: kind, own, options)
        (network, weights) = try Self.network(description, file)
        self.description = description
        self.path = path
        record = nil
        isDescribed = own != nil
        // A trial's own file is described by the record beside it.
        if own != nil, !ModelDescription.isExport(file) {
            let folder = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent()
            let trial = TrialFolder(folder.path, id: folder.lastPathComponent)
            positiveClass = Self.positiveClass(
                of: try trial.readRecord(), try Self.lock(ofTrial: trial.path))
        } else {
            positiveClass = description.positiveClass
        }
    }

    /// The lock of the study that a trial is of, `<results>/trials/<id>`; nil where none is there,
    /// as with a copy of the trial's folder.
    /// - Throws: `ResultsError`, `JSONError`, `FileError` for a lock that cannot be read.
    package static func lock(ofTrial folder: String) throws -> StudyLock? {
        let trials = URL(fileURLWithPath: folder).standardizedFileURL.deletingLastPathComponent()
        let results = ResultsFolder(trials.deletingLastPathComponent().path)
        guard FileManager.default.fileExists(atPath: results.lockPath) else { return nil }
        return try results.readLock()
    }

    /// Of a trial: as the lock of its study says now, for the setting may change after training;
    /// else as it was then.
    package static func positiveClass(of record: TrialRecord, _ lock: StudyLock?) -> String? {
        guard let lock, lock.trials.contains(where: { $0.id == record.id && $0.key == record.key }),
            lock.dataset.classes == record.classes
        else { return record.positiveClass }
        return lock.dataset.positiveClass
    }

    /// The network laid out for so many images.
    /// - Throws: `ShapeError` when the network cannot take images of that size.
    package func graph(batchSize: Int) throws -> Graph {
        try network.graph(input: [batchSize, 3, transform.crop, transform.crop])
    }

    /// All of the network's parameters by name; counters may be missing.
    /// - Throws: `FileError` when the checkpoint cannot be read.
    package var parameters: [String: Tensor] { get throws { try weights.tensors() } }

    /// The network that a description describes, with a file's weights.
    private static func network(
        _ description: ModelDescription, _ file: any WeightsFile
    ) throws -> (Network, InitialWeights) {
        guard let settings = description.architecture else {
            throw PredictionError(message: "\(file.path): does not say what network it is of")
        }
        let size = description.transform.crop
        let network = try settings.network(classes: description.classes.count, imageSize: size)
        let graph = try network.graph(input: [1, 3, size, size])
        let weights = try InitialWeights(file, digest: "", for: graph, of: network.name)
        guard weights.record.leftOut.isEmpty else {
            let names = weights.record.leftOut.joined(separator: ", ")
            throw PredictionError(
                message:
                    "\(file.path): has another number of classes than its description (\(names))")
        }
        return (network, weights)
    }
}

extension ModelDescription {
    /// Whether a checkpoint brings its description itself, as `study export` writes it.
    fileprivate static func isExport(_ file: any WeightsFile) -> Bool {
        file.metadata[TorchWriter.notesKey] != nil
            || file.metadata["program"]?.hasPrefix("study ") == true
    }
}
