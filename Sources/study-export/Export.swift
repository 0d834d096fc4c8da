import Datasets
import Files
import Foundation
import Images
import Networks
import ONNX
import Results
import Runner
import Settings
import Weights

/// A trained network on its way into a file, with what its readers should know.
struct Export {
    private let trained: TrainedNetwork
    private let normalizes: Bool
    private let file: any WeightsFile
    /// What stands beside the weights, in every format.
    private let notes: JSON

    /// - Throws: what reading the checkpoint throws.
    init(_ trained: TrainedNetwork, normalizes: Bool) throws {
        self.trained = trained
        self.normalizes = normalizes
        file = try openWeights(path: trained.path)
        let normalization = Normalization.imageNet
        let transform: JSON = [
            "resize": .number(Double(trained.transform.resize)),
            "crop": .number(Double(trained.transform.crop)),
            "interpolation": .string("\(trained.transform.interpolation)"),
            "mean": Self.list(normalization.mean), "std": Self.list(normalization.deviation),
        ]
        var notes: JSON = [
            "network": .string(trained.network.name),
            "classes": .array(trained.classes.map { .string($0) }), "transform": transform,
            "sha256": .string(file.digest), "program": .string("study \(CodeVersion.program)"),
        ]
        if let record = trained.record {
            notes["positiveClass"] = trained.positiveClass.map { .string($0) }
            notes["trial"] = .string(record.id)
            notes["key"] = .string(record.key)
            notes["epoch"] = .number(Double(record.bestEpoch))
            notes["study"] = Self.study(trained.path).map { .string($0) }
        }
        self.notes = notes
    }

    private static func list(_ values: SIMD3<Float>) -> JSON {
        // The decimals as written, not those of the nearest double.
        .array((0..<3).map { .number(Double(values[$0].description) ?? 0) })
    }

    /// The name of the study of a trial's checkpoint; nil where the trial stands alone.
    private static func study(_ path: String) -> String? {
        let trials = URL(fileURLWithPath: path).deletingLastPathComponent()
            .deletingLastPathComponent()
        return try? ResultsFolder(trials.deletingLastPathComponent().path).readLock().name
    }

    /// The notes as texts: what is no text is JSON.
    private var metadata: [String: String] {
        Dictionary(
            (notes.members ?? []).map { ($0.key, $0.value.text ?? $0.value.canonical) },
            uniquingKeysWith: { $1 })
    }

    /// - Throws: `WeightsError`, `ONNXError`, `FileError`.
    func write(_ format: ExportFormat, to path: String) throws {
        switch format {
        case .safetensors:
            try Safetensors.convert(file, to: path, replacing: true, adding: metadata)
        case .torch: try TorchWriter.write(file, notes: notes.pretty, to: path)
        case .onnx:
            let normalization = Normalization.imageNet
            let model = try ONNXModel(
                trained.graph(batchSize: 1), name: trained.network.name,
                parameters: trained.parameters,
                normalization: normalizes
                    ? .init(
                        mean: (0..<3).map { normalization.mean[$0] },
                        deviation: (0..<3).map { normalization.deviation[$0] }) : nil,
                metadata: metadata, version: CodeVersion.program)
            try AtomicFile.write(model.data(), to: path)
        }
    }
}
