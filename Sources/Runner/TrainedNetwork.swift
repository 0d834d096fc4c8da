import Foundation
package import Images
package import Networks
package import Results
import Settings
import Studies
package import Tensors
import Weights

/// Why nothing can be predicted.
package struct PredictionError: Error, Hashable, CustomStringConvertible {
    package let message: String

    package var description: String { message }
}

/// A network with weights, and how images become its input.
package struct TrainedNetwork {
    package let network: Network
    /// In the order of the logits.
    package let classes: [String]
    package let transform: EvaluationTransform
    /// The checkpoint.
    package let path: String
    /// Of the trial that trained it; nil for a checkpoint from elsewhere.
    package let record: TrialRecord?
    private let weights: InitialWeights

    /// The best epoch of a finished trial, with the images cut as in its training.
    /// - Parameter folder: the trial's.
    /// - Throws: `PredictionError`, `ResultsError`, `WeightsError`, `WeightsMismatch`, `FileError`.
    package init(trial folder: String) throws {
        let trial = TrialFolder(folder, id: URL(fileURLWithPath: folder).lastPathComponent)
        guard trial.isComplete else {
            throw PredictionError(
                message: "\(folder): no trial.json there; give the folder of a finished trial, "
                    + "such as results/lr-sweep/trials/cnn4-constant-s1")
        }
        let record = try trial.readRecord()
        // The record does not say where the images were.
        var json = record.settings
        var dataset = json["dataset"]
        dataset?["path"] = "/"
        json["dataset"] = dataset
        let settings = try TrialSettings(json: json, catalog: .all, file: trial.recordPath)
        let size = settings.dataset.crop
        network = try settings.network.network(classes: record.classes.count, imageSize: size)
        weights = try Self.weights(trial.bestPath, network, size: size)
        classes = record.classes
        transform = EvaluationTransform(settings.dataset)
        path = trial.bestPath
        self.record = record
    }

    /// A network of a kind, with the weights of a checkpoint, which also tells the number of classes.
    /// - Parameter classes: their names; nil: their numbers, from 0.
    /// - Throws: `PredictionError`, `WeightsError`, `WeightsMismatch`, `FileError`, `ShapeError`.
    package init(
        kind: String, weights path: String, classes: [String]?, transform: EvaluationTransform
    ) throws {
        let size = transform.crop
        func network(classes: Int) throws -> Network {
            guard let network = Networks.make(kind, classes: classes, imageSize: size) else {
                let known = Names(Networks.all.map { $0.kind }).suggestion(for: kind)
                throw PredictionError(message: "no network '\(kind)'; \(known)")
            }
            return network
        }
        let graph = try network(classes: 2).graph(input: [1, 3, size, size])
        let named = NamedEntries(try openWeights(path: path), for: graph.parameters.map(\.name))
        let head = graph.head.first.flatMap { named.entries[$0.name] }
        let count = head.flatMap { $0.shape.rank == 2 ? $0.shape[0] : nil } ?? classes?.count ?? 2
        if let classes, classes.count != count {
            throw PredictionError(
                message: "\(path): has \(count) classes; got \(classes.count) names of classes")
        }
        self.network = try network(classes: count)
        weights = try Self.weights(path, self.network, size: size)
        self.classes = classes ?? (0..<count).map { "\($0)" }
        self.transform = transform
        self.path = path
        record = nil
    }

    /// The class that sensitivity and thresholds refer to; nil where nothing says which of two, or there are more.
    package var positiveClass: String? {
        guard let record else { return nil }
        // trials/<id>/best.safetensors in a results folder.
        let study = (0..<3).reduce(URL(fileURLWithPath: path)) { url, _ in
            url.deletingLastPathComponent()
        }
        return Self.positiveClass(of: record, try? ResultsFolder(study.path).readLock())
    }

    /// Of a trial: as the lock of its study says now, for the setting may change after training; else as it was then.
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
    package var parameters: [String: Tensor] { weights.tensors() }

    private static func weights(
        _ path: String, _ network: Network, size: Int
    ) throws -> InitialWeights {
        let file = try openWeights(path: path)
        let graph = try network.graph(input: [1, 3, size, size])
        let weights = try InitialWeights(file, digest: "", for: graph, of: network.name)
        guard weights.record.leftOut.isEmpty else {
            let names = weights.record.leftOut.joined(separator: ", ")
            throw PredictionError(
                message: "\(path): has another number of classes than the trial (\(names))")
        }
        return weights
    }
}
