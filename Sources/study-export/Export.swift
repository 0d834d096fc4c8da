import Files
import Foundation
import Inference
import JSON
import Networks
import ONNX
import Results
import Vocabulary
import Weights

/// The export of a trained network to a file, with metadata.
struct Export {
    private let trained: TrainedNetwork
    private let normalizes: Bool
    private let file: any WeightsFile
    /// The metadata, which every format contains.
    private let notes: JSONValue

    /// Reads the checkpoint.
    /// - Parameter normalizes: whether an ONNX model normalizes its input.
    /// - Throws: `WeightsError`, `FileError`; `UnusableValues` for weights that are not finite.
    init(_ trained: TrainedNetwork, normalizes: Bool) throws {
        // Some formats copy the file, but its values are checked for all of them.
        _ = try trained.parameters
        self.trained = trained
        self.normalizes = normalizes
        file = trained.checkpoint
        var notes = trained.description.json
        // Says who applies the mean and standard deviation of the transform.
        notes["normalizedBy"] = .string(normalizes ? "model" : "caller")
        notes["input"] = .string(
            normalizes
                ? "RGB in [0, 1]; the model normalizes"
                : "RGB in [0, 1], then (x - mean) / std by the caller, with the numbers of the transform"
        )
        notes["sha256"] = .string(try file.digest)
        notes["program"] = .string("study \(CodeVersion.program)")
        notes["positiveClass"] = trained.positiveClass.map { .string($0) }
        if let record = trained.record {
            notes["trial"] = .string(record.id)
            notes["key"] = .string(record.key)
            notes["epoch"] = .number(Double(record.bestEpoch))
            notes["study"] = Self.study(trained.path, record.id).map { .string($0) }
        }
        self.notes = notes
    }

    /// The name of the study of a trial's checkpoint; nil if the trial is not in a results folder.
    private static func study(_ path: String, _ trial: String) -> String? {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try? TrialFolder(folder, id: trial).results.readLock().name
    }

    /// The metadata as strings: strings as they are, other values as JSON.
    private var metadata: [String: String] {
        Dictionary(
            (notes.members ?? []).map { ($0.key, $0.value.text ?? $0.value.canonical) },
            uniquingKeysWith: { $1 })
    }

    /// Writes the file.
    /// - Throws: `WeightsError`, `ONNXError`, `FileError`.
    func write(_ format: ExportFormat, to path: String) throws {
        switch format {
        case .safetensors:
            try Safetensors.convert(file, to: path, replacing: true, adding: metadata)
        case .torch: try TorchWriter.write(file, notes: notes.pretty, to: path)
        case .onnx: try AtomicFile.write(onnx(normalizes: normalizes), to: path)
        case .mlflow:
            let model = MLflowModel(trained, notes: notes)
            try model.write(onnx(normalizes: true, hasProbabilities: true), to: path)
        }
    }

    /// The contents of an ONNX file.
    private func onnx(normalizes: Bool, hasProbabilities: Bool = false) throws -> Data {
        try ONNXModel(
            trained.graph(batchSize: 1), name: trained.network.name,
            parameters: try trained.parameters,
            normalization: normalizes ? trained.description.normalization : nil,
            hasProbabilities: hasProbabilities, metadata: metadata, version: CodeVersion.program
        ).data()
    }
}
