import Files
import Foundation
import Inference
import JSON
import Networks
import ONNX
import Results
import Vocabulary
import Weights

/// The export of a trained model to a file, with metadata.
struct Export {
    private let model: TrainedModel
    private let normalizes: Bool
    private let notes: ExportNotes

    /// Reads the checkpoints.
    /// - Parameter normalizes: whether an ONNX model normalizes its input.
    /// - Throws: `WeightsError`, `FileError`; `UnusableValues` for weights that are not finite.
    init(_ model: TrainedModel, normalizes: Bool) throws {
        // Some formats copy the file, but its values are checked for all of them.
        for member in model.members { _ = try member.parameters }
        self.model = model
        self.normalizes = normalizes
        notes = try ExportNotes(model, normalizes: normalizes)
    }

    /// Writes the file.
    /// - Throws: `WeightsError`, `ONNXError`, `FileError`.
    func write(_ format: ExportFormat, to path: String) throws {
        let file = model.members[0].checkpoint
        switch format {
        case .safetensors:
            try Safetensors.convert(file, to: path, replacing: true, adding: notes.texts)
        case .torch: try TorchWriter.write(file, notes: notes.json.pretty, to: path)
        case .onnx: try AtomicFile.write(onnx().data(), to: path)
        case .mlflow:
            try MLflowModel(model, notes: notes.json).write(
                onnx(hasProbabilities: true), to: path)
        }
    }

    private func onnx(hasProbabilities: Bool = false) throws -> ONNXModel {
        let names = model.members.map(\.network.name)
        return try ONNXModel(
            model.members.map { member in
                ONNXNetwork(
                    try member.graph(batchSize: 1), parameters: try member.parameters,
                    normalization: normalizes ? member.description.normalization : nil)
            }, name: names.count == 1 ? names[0] : "ensemble of \(names.count) networks",
            decisions: model.decisions,
            positive: model.positiveClass.flatMap { model.classes.firstIndex(of: $0) },
            isMultilabel: model.isMultilabel, hasProbabilities: hasProbabilities,
            metadata: notes.texts,
            version: CodeVersion.program)
    }
}
