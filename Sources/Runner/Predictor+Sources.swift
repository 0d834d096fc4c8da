import Foundation
package import Images
import Networks
import Results
import Settings
import Studies
import Tensors
import Weights

/// Why nothing can be predicted.
package struct PredictionError: Error, Hashable, CustomStringConvertible {
    package let message: String

    package var description: String { message }
}

extension Predictor {
    /// The best epoch of a finished trial, with the images cut as in its training.
    /// - Parameters:
    ///   - folder: the trial's.
    ///   - pictures: how many will be asked about, where that is known.
    /// - Throws: `PredictionError`, `ResultsError`, `WeightsError`, `WeightsMismatch`, `FileError`, `EngineError`.
    package convenience init(trial folder: String, pictures: Int? = nil) throws {
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
        let network = try settings.network.network(
            classes: record.classes.count, imageSize: size)
        let weights = try Self.weights(trial.bestPath, network, size: size)
        try self.init(
            network, classes: record.classes,
            transform: EvaluationTransform(settings.dataset),
            parameters: weights.tensors(), pictures: pictures)
    }

    /// A network of a kind, with the weights of a checkpoint, which also tells the number of classes.
    /// - Parameters:
    ///   - classes: their names; nil: their numbers, from 0.
    ///   - pictures: how many will be asked about, where that is known.
    /// - Throws: `PredictionError`, `WeightsError`, `WeightsMismatch`, `FileError`, `ShapeError`, `EngineError`.
    package convenience init(
        kind: String, weights path: String, classes: [String]?, transform: EvaluationTransform,
        pictures: Int? = nil
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
        let made = try network(classes: count)
        let weights = try Self.weights(path, made, size: size)
        try self.init(
            made, classes: classes ?? (0..<count).map { "\($0)" }, transform: transform,
            parameters: weights.tensors(), pictures: pictures)
    }

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
