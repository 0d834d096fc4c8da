import Engine
import Foundation
import Networks
import Tensors
import TestSupport
import Testing
import Weights

/// The Python interpreters with ONNX (that of MLflow) and with PyTorch; nil if there is none.
private let onnxPython = ExternalProgram.python("STUDY_MLFLOW")
private let torchPython = ExternalProgram.python("STUDY_PYTHON")

/// Networks written by `study export`, which ONNX Runtime and PyTorch compare with the engine.
@Suite(.serialized) struct ExportTests {
    private static let kinds = ["alexnet", "vgg16", "resnet50", "densenet201"]
    /// Networks with the other operations that are exported.
    private static let others = [
        "convnext_tiny", "efficientnet_b0", "googlenet", "mobilenet_v2", "mobilenet_v3_small",
        "regnet_y_400mf", "resnext50_32x4d", "shufflenet_v2_x0_5", "squeezenet1_0", "vit_b_32",
    ]
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

    /// Writes random weights, with running statistics that differ from the initial ones, and a file
    /// with images and the logits of the engine.
    /// - Returns: the path of the file with images and logits.
    private static func prepare(_ kind: String, _ folder: String) throws -> String {
        let network = try #require(NetworkRegistry.make(kind, classes: classes, imageSize: size))
        let graph = try network.graph(input: [count, 3, size, size])
        var parameters = graph.initialParameters(seed: 7)
        for parameter in graph.parameters where parameter.role == .statistic {
            // The statistics are close to the initial ones, so that values neither grow nor vanish
            // from layer to layer.
            let start: Float = parameter.name.hasSuffix("running_var") ? 0.9 : 0
            let values = (0..<parameter.shape.count).map { start + Float($0 % 3) / 10 }
            parameters[parameter.name] = Tensor(values, shape: parameter.shape)
        }
        // With the zeros that some layers start with, logits could be zeros.
        for parameter in graph.parameters where parameter.initializer == .constant(0) {
            guard parameter.role == .weight else { continue }
            let values = (0..<parameter.shape.count).map { Float($0 % 7 - 3) / 50 }
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
            try program.infer(Batch($0, count: count))
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
        arguments: kinds + others)
    func onnxruntimeComputesTheSame(_ kind: String) throws {
        try withTemporaryFolder { folder in
            let data = try Self.prepare(kind, folder)
            let python = try #require(onnxPython)
            let model = try Self.export(kind, folder, "onnx")
            let (status, text) = try ExternalProgram.run(
                python,
                [Self.script, "onnx", model, data] + (kind == "resnet50" ? ["--mlflow"] : []))
            #expect(status == 0, "\(text)")
            guard Self.kinds.contains(kind) else { return }
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
                #expect(try file.metadata["sha256"] == original.digest)
                #expect(file.metadata["classes"] == #"["0","1","2"]"#)
            }
        }
    }

    private static let study = """
        {
          "name": "own", "seed": 1,
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32, "interpolation": "bicubic",
            "normalize": { "mean": [0.5, 0.25, 0.125], "std": [0.5, 0.25, 1] },
            "positiveClass": "NORMAL",
            "phantom": { "size": 40, "train": 40, "val": 20, "test": 20 }
          },
          "training": { "epochs": 1, "batchSize": 16, "optimizer": "rmsprop" },
          "network": { "kind": "cnn4", "channels": 8, "head": { "kind": "linear", "dropout": 0.5 } }
        }
        """

    /// The metadata of an export are sufficient to predict like the trial; options that contradict
    /// them are errors.
    @Test(arguments: ["safetensors", "torch"]) func anExportContainsItsSettings(
        _ format: String
    ) throws {
        try withTemporaryFolder { folder in
            try Self.study.write(toFile: "\(folder)/own.json", atomically: true, encoding: .utf8)
            let (status, text) = try ExternalProgram.run(
                Self.program, ["run", "\(folder)/own.json", "--output", "\(folder)/out", "--quiet"])
            #expect(status == 0, "\(text)")
            let trials = "\(folder)/out/trials"
            let trial =
                "\(trials)/\(try #require(FileManager.default.contentsOfDirectory(atPath: trials).first))"
            let output = "\(folder)/own.\(format)"
            let (exported, message) = try ExternalProgram.run(
                Self.program,
                ["export", "--trial", trial, "--format", format, "--output", output])
            #expect(exported == 0, "\(message)")
            func predict(_ options: String...) throws -> (status: Int32, text: String) {
                let result = try ExternalProgram.run(
                    Self.program, ["predict", "\(folder)/phantom/test", "--json"] + options)
                return (result.status, result.text)
            }
            let expected = try predict("--trial", trial)
            #expect(expected.status == 0)
            let own = try predict("--network", "cnn4", "--weights", output)
            #expect(own.text == expected.text)
            let other = try predict("--network", "cnn4", "--weights", output, "--crop", "30")
            #expect(other.status != 0)
            #expect(other.text.contains("--crop 30, but the metadata of the file has 32"))
            if format == "safetensors" {
                #expect(try openWeights(path: output).metadata["positiveClass"] == "NORMAL")
            }
            let model = "\(folder)/own.onnx"
            let arguments = ["export", "--trial", trial, "--format", "onnx", "--output", model]
            #expect(try ExternalProgram.run(Self.program, arguments).status == 0)
            #expect(try Self.hasMetadata(model, "positiveClass", "NORMAL"))
            let kind = try predict("--network", "resnet18", "--weights", output)
            #expect(kind.text.contains("--network resnet18, but the metadata of the file has cnn4"))
        }
    }

    /// True if an ONNX file contains this pair: a StringStringEntryProto of key and value, each
    /// with its length.
    private static func hasMetadata(_ path: String, _ key: String, _ value: String) throws -> Bool {
        let entry = Array(key.utf8) + [0x12, UInt8(value.utf8.count)] + Array(value.utf8)
        return try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data(entry)) != nil
    }

    /// An ONNX file records whether the model or the caller normalizes images.
    @Test func anONNXModelRecordsWhoNormalizes() throws {
        try withTemporaryFolder { folder in
            _ = try Self.prepare("cnn4", folder)
            for (options, word) in [([], "caller"), (["--normalize"], "model")] {
                let output = "\(folder)/m.onnx"
                let (status, text) = try ExternalProgram.run(
                    Self.program,
                    [
                        "export", "--network", "cnn4", "--weights",
                        "\(folder)/weights.safetensors", "--format", "onnx", "--output", output,
                        "--resize", "64", "--crop", "64", "--force",
                    ] + options)
                #expect(status == 0, "\(text)")
                #expect(try Self.hasMetadata(output, "normalizedBy", word))
            }
        }
    }

    @Test func badOptionsAreErrors() throws {
        let (status, text) = try ExternalProgram.run(
            Self.program, ["export", "--trial", "nowhere", "--format", "onnx", "--output", "x"])
        #expect(status != 0)
        #expect(text.contains("nowhere: contains no trial.json"))
        let (other, words) = try ExternalProgram.run(
            Self.program, ["export", "--trial", "x", "--format", "keras", "--output", "x"])
        #expect(other != 0)
        #expect(words.contains("onnx"))
    }
}
