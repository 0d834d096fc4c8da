import Files
import Foundation
import Images
import Inference
import JSON
import Networks
import ONNX
import Results
import Vocabulary

/// A folder that `mlflow.pyfunc.load_model` and `mlflow.onnx.load_model` read: an ONNX model with
/// the file `MLmodel`, which describes its flavors and its signature, and the packages that it
/// needs.
///
/// The format is documented at https://mlflow.org/docs/latest/ml/model/.
struct MLflowModel {
    private let model: TrainedModel
    private let notes: JSONValue

    /// - Parameter notes: the metadata of the model.
    init(_ model: TrainedModel, notes: JSONValue) {
        self.model = model
        self.notes = notes
    }

    private static let (python, requirements) = (
        "3.11", ["mlflow>=2.10", "numpy", "onnx", "onnxruntime"]
    )

    /// Writes the folder; equal models give identical files.
    /// - Throws: `ONNXError`, `FileError`.
    func write(_ onnx: ONNXModel, to folder: String) throws {
        try FileManager.makeFolder(folder)
        try AtomicFile.write(onnx.data(), to: "\(folder)/model.onnx")
        let list = Self.requirements.map { "\($0)\n" }.joined()
        try AtomicFile.write(list, to: "\(folder)/requirements.txt")
        try AtomicFile.write(Self.conda, to: "\(folder)/conda.yaml")
        try AtomicFile.write(Self.environment, to: "\(folder)/python_env.yaml")
        // The folder is complete with this file.
        try AtomicFile.write(description(onnx), to: "\(folder)/MLmodel")
    }

    private static var conda: String {
        """
        name: mlflow-env
        channels:
        - conda-forge
        dependencies:
        - python=\(python)
        - pip
        - pip:
        \(requirements.map { "  - \($0)" }.joined(separator: "\n"))

        """
    }

    private static var environment: String {
        """
        python: "\(python)"
        build_dependencies:
        - pip
        dependencies:
        - -r requirements.txt

        """
    }

    /// The file `MLmodel`. Its JSON values are YAML, too.
    private func description(_ onnx: ONNXModel) -> String {
        let finished = model.members.compactMap { $0.record?.finished }.max()
        let time = finished.map { "utc_time_created: \(quoted(Self.time($0)))\n" }
        return """
            flavors:
              onnx:
                code: null
                data: model.onnx
                onnx_version: "1.13.0"
                providers:
                - CPUExecutionProvider
              python_function:
                data: model.onnx
                env:
                  conda: conda.yaml
                  virtualenv: python_env.yaml
                loader_module: mlflow.onnx
                python_version: "\(Self.python)"
            mlflow_version: "2.10.0"
            metadata: \(notes.canonical)
            signature:
              inputs: \(quoted(signature([onnx.input])))
              outputs: \(quoted(signature(onnx.outputs)))
            \(time ?? "")
            """
    }

    /// The tensors of a signature as JSON; the first dimension is that of the batch.
    private func signature(_ tensors: [ONNXValue]) -> String {
        JSONValue.array(
            tensors.map { tensor in
                let extents = ([-1] + tensor.shape).map { JSONValue.number(Double($0)) }
                return [
                    "name": .string(tensor.name), "type": "tensor",
                    "tensor-spec": [
                        "dtype": .string(tensor.type.rawValue), "shape": .array(extents),
                    ],
                ]
            }
        ).canonical
    }

    /// A text in the double quotes of JSON.
    private func quoted(_ text: String) -> String { JSONValue.string(text).canonical }

    /// A time as MLflow writes it, from one in ISO 8601.
    private static func time(_ text: String) -> String {
        text.replacing("T", with: " ").replacing("Z", with: "")
    }
}
