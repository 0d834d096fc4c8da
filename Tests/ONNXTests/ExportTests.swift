import Engine
import Foundation
import Networks
import Tensors
import TestSupport
import Testing
import Weights

/// The Pythons that have ONNX, which is MLflow's, and PyTorch; nil where there is none.
private let onnxPython = ExternalProgram.python("STUDY_MLFLOW")
private let torchPython = ExternalProgram.python("STUDY_PYTHON")

/// Networks written by `study export`, held against the engine by the programs that such files are for.
@Suite(.serialized) struct ExportTests {
    private static let kinds = ["alexnet", "vgg16", "resnet50", "densenet201"]
    private static let (size, count, classes) = (64, 3, 3)

    private static var program: String {
        Bundle.main.executableURL!.deletingLastPathComponent().appendingPathComponent("study").path
    }

    private static func export(
        _ kind: String, _ folder: String, _ format: String, _ options: String...
    ) throws -> String {
        let output = "\(folder)/model.\(format)"
        let (status, text) = try ExternalProgram.run(
            program,
            [
                "export", "--network", kind, "--weights", "\(folder)/weights.safetensors",
                "--format", format, "--output", output, "--resize", "\(size)", "--crop",
                "\(size)", "--force",
            ] + options)
        #expect(status == 0, "\(text)")
        return output
    }

    /// Writes random weights, with running statistics that are not those of the beginning, and what the engine says.
    private static func prepare(_ kind: String, _ folder: String) throws -> String {
        let network = try #require(Networks.make(kind, classes: classes, imageSize: size))
        let graph = try network.graph(input: [count, 3, size, size])
        var parameters = graph.initialParameters(seed: 7)
        for parameter in graph.parameters where parameter.role == .statistic {
            // About what they begin as, so that no value grows or fades from layer to layer.
            let start: Float = parameter.name.hasSuffix("running_var") ? 0.9 : 0
            let values = (0..<parameter.shape.count).map { start + Float($0 % 3) / 10 }
            parameters[parameter.name] = Tensor(values, shape: parameter.shape)
        }
        try Safetensors.write(
            graph.parameters.map { ($0.name, parameters[$0.name]!) },
            integers: Set(graph.parameters.filter { $0.role == .counter }.map(\.name)),
            to: "\(folder)/weights.safetensors")
        let program = try OneDNNDevice().compile(
            graph, CompileOptions(mode: .inference, threads: 2))
        for (name, value) in parameters { try program.setParameter(name, to: value) }
        let images = (0..<graph.inputShape.count).map {
            sin(Float($0) * 0.37) + cos(Float($0 / 64))
        }
        let logits = try images.withUnsafeBufferPointer {
            try program.infer(ImageBatch($0, count: count))
        }
        let data = "\(folder)/data.safetensors"
        try Safetensors.write(
            [
                ("image", Tensor(images, shape: graph.inputShape)),
                ("logits", Tensor(Array(logits), shape: [count, classes])),
            ], to: data)
        return data
    }

    private static let script = ExternalProgram.tool("onnx/check.py")

    @Test(
        .enabled(
            if: onnxPython != nil,
            "STUDY_MLFLOW is not set: it names a Python with Tools/mlflow/requirements.txt"),
        arguments: kinds)
    func onnxruntimeSaysTheSame(_ kind: String) throws {
        try withTemporaryFolder { folder in
            let data = try Self.prepare(kind, folder)
            let python = try #require(onnxPython)
            let model = try Self.export(kind, folder, "onnx")
            let (status, text) = try ExternalProgram.run(
                python,
                [Self.script, "onnx", model, data] + (kind == "resnet50" ? ["--mlflow"] : []))
            #expect(status == 0, "\(text)")
            _ = try Self.export(kind, folder, "onnx", "--normalize")
            let again = try ExternalProgram.run(
                python, [Self.script, "onnx", model, data, "--normalised-by-model"])
            #expect(again.status == 0, "\(again.text)")
            print(text, again.text)
        }
    }

    @Test(
        .enabled(
            if: torchPython != nil,
            "STUDY_PYTHON is not set: it names a Python with Tools/torch/requirements.txt and torchvision"
        ), arguments: kinds)
    func torchLoadsAStateDict(_ kind: String) throws {
        try withTemporaryFolder { folder in
            let data = try Self.prepare(kind, folder)
            let model = try Self.export(kind, folder, "torch")
            let (status, text) = try ExternalProgram.run(
                try #require(torchPython), [Self.script, "torch", model, data, "--network", kind])
            #expect(status == 0, "\(text)")
        }
    }

    @Test(arguments: ["safetensors", "torch"]) func whatIsExportedIsReadHere(
        _ format: String
    ) throws {
        try withTemporaryFolder { folder in
            _ = try Self.prepare("cnn4", folder)
            let original = try openWeights(path: "\(folder)/weights.safetensors")
            let file = try openWeights(path: Self.export("cnn4", folder, format))
            #expect(Set(file.names) == Set(original.names))
            for entry in original.entries {
                #expect(
                    try file.doubles(named: entry.name) == original.doubles(named: entry.name))
            }
            if format == "safetensors" {
                #expect(file.metadata["sha256"] == original.digest)
                #expect(file.metadata["classes"] == #"["0","1","2"]"#)
            }
        }
    }

    @Test func badOptionsAreErrors() throws {
        let (status, text) = try ExternalProgram.run(
            Self.program, ["export", "--trial", "nowhere", "--format", "onnx", "--output", "x"])
        #expect(status != 0)
        #expect(text.contains("nowhere: no trial.json there"))
        let (other, words) = try ExternalProgram.run(
            Self.program, ["export", "--trial", "x", "--format", "keras", "--output", "x"])
        #expect(other != 0)
        #expect(words.contains("onnx"))
    }
}
