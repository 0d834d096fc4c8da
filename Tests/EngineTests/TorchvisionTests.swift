import Engine
import Foundation
import JSON
import Networks
import Tensors
import TestSupport
import Testing
import Training
import Vocabulary
import Weights

/// The Python with torchvision; nil if there is none.
private let torchPython: String? = {
    let path = ProcessInfo.processInfo.environment["STUDY_PYTHON"] ?? ""
    return path.isEmpty ? nil : path
}()

/// Every architecture compared with torchvision's: names and shapes of the parameters, logits, the
/// gradients of a training step and running statistics.
@Suite(
    .serialized,
    .enabled(
        if: torchPython != nil,
        "STUDY_PYTHON is not set: it names a Python with Tools/torch/requirements.txt and torchvision"
    ))
struct TorchvisionTests {
    /// The architectures of torchvision.
    static let kinds = NetworkRegistry.all.map { $0.kind }.filter { $0 != "cnn4" }

    /// The networks whose values are compared: all of them if STUDY_ALL_NETWORKS is 1, as in
    /// `make soak`; otherwise those of each family, and with the instructions limited a few.
    static let compared: [String] = {
        let environment = ProcessInfo.processInfo.environment
        if environment["STUDY_ALL_NETWORKS"] == "1" { return kinds }
        if environment["DNNL_MAX_CPU_ISA"] != nil {
            return ["efficientnet_b0", "mobilenet_v3_small", "resnext50_32x4d"]
        }
        return NetworkKinds.families.filter { kinds.contains($0) }
    }()

    /// One network of each family, which trains for 20 steps.
    static let trained: Set<String> = [
        "convnext_tiny", "efficientnet_b0", "mnasnet0_5", "mobilenet_v2",
        "mobilenet_v3_small", "regnet_y_400mf", "resnext50_32x4d", "shufflenet_v2_x0_5",
        "squeezenet1_1", "vit_b_32",
    ]

    @Test func parametersAreThoseOfTorchvision() throws {
        let result = try ExternalProgram.run(
            try #require(torchPython),
            [ExternalProgram.tool("torch/networks.py"), "names"] + Self.kinds)
        try #require(result.status == 0, "\(result.text)")
        // Warnings may precede the lines of the networks.
        let expected = result.text.split(separator: "\n").map(String.init).filter { line in
            Self.kinds.contains { line.hasPrefix("\($0) ") }
        }
        var found: [String] = []
        for kind in Self.kinds {
            let network = try #require(NetworkRegistry.make(kind, classes: 3, imageSize: 224))
            for parameter in try network.graph(input: [1, 3, 224, 224]).parameters {
                let extents = parameter.shape.extents.map(String.init)
                found.append(([kind, parameter.name] + extents).joined(separator: " "))
            }
        }
        #expect(found.count > 10_000)
        #expect(found.difference(from: expected).isEmpty)
    }

    @Test(arguments: compared)
    func matchesTorchvision(_ kind: String) throws {
        try withTemporaryFolder { folder in
            let file = "\(folder)/\(kind).safetensors"
            // A vision transformer has one image size.
            let other = kind.hasPrefix("vit") ? 64 : 96
            let steps = Self.trained.contains(kind) ? 20 : 0
            let result = try ExternalProgram.run(
                try #require(torchPython),
                [
                    ExternalProgram.tool("torch/networks.py"), file, kind, "64", "\(other)",
                    "16", "\(steps)",
                ])
            try #require(result.status == 0, "\(result.text)")
            let probe = try TorchvisionProbe(kind, file)
            try probe.compareParameters()
            try probe.compareLogits()
            try probe.compareStep()
            try probe.compareGradients()
            if steps > 0 { try probe.compareTraining() }
        }
    }
}

/// A network with the parameters of a file of `Tools/torch/networks.py`.
private struct TorchvisionProbe {
    private let kind: String
    private let file: any WeightsFile
    private let graph: Graph

    init(_ kind: String, _ path: String) throws {
        self.kind = kind
        file = try openWeights(path: path)
        graph = try Self.makeGraph(kind, file.tensor(named: "images").shape)
    }

    /// The network without dropout and stochastic depth.
    private static func makeGraph(_ kind: String, _ input: Shape) throws -> Graph {
        let architecture = try #require(NetworkRegistry.all.first { $0.kind == kind })
        let rates = architecture.settings.map(\.name).filter {
            ["dropout", "stochasticDepth"].contains($0)
        }
        let values = SettingValues(
            architecture.settings,
            Dictionary(uniqueKeysWithValues: rates.map { ($0, .number(0)) }))
        let network = try #require(
            NetworkRegistry.make(
                kind, NetworkRequest(classes: 3, imageSize: input[3], values: values)))
        return try network.graph(input: input)
    }

    func compareParameters() throws {
        let names = try #require(file.metadata["names"]).split(separator: "\n").map(String.init)
        #expect(graph.parameters.map(\.name) == names)
        for parameter in graph.parameters {
            let shape = try file.entry(named: "parameter/\(parameter.name)").shape
            #expect(shape == parameter.shape || parameter.role == .counter, "\(parameter.name)")
        }
    }

    func compareLogits() throws {
        for (images, logits) in [("images", "logits"), ("others", "other_logits")] {
            let images = try file.tensor(named: images)
            let program = try program(Self.makeGraph(kind, images.shape), .inference)
            let values = try images.withUnsafeValues {
                try program.infer(Batch($0, count: images.shape[0]))
            }
            #expect(try relativeL2(values, file.tensor(named: logits).values) < 2e-5, "\(logits)")
        }
    }

    /// Compares the loss and the running statistics of one training step.
    func compareStep() throws {
        let program = try program(graph, .training(loss: CrossEntropy(), rule: nil))
        let loss = try train(program, step: 0)
        try expectClose([Float(loss)], file.tensor(named: "loss").values, atol: 0, rtol: 1e-4)
        for parameter in graph.parameters where parameter.role == .statistic {
            let expected = try file.tensor(named: "statistic/\(parameter.name)").values
            let value = try program.parameter(parameter.name).values
            // Rounding errors grow with the depth.
            let tolerance = kind == "resnet152" ? 2e-4 : 1e-4
            #expect(relativeL2(value, expected) < tolerance, "\(parameter.name)")
        }
    }

    /// Compares the gradients of one training step of the network with smooth functions. A
    /// gradient that is zero in theory, such as that of a bias before a batch norm, may differ by a
    /// millionth of the norm of the whole gradient.
    func compareGradients() throws {
        let program = try program(
            graph.withSmoothFunctions(), .training(loss: CrossEntropy(), rule: nil))
        let loss = try train(program, step: 0)
        try expectClose(
            [Float(loss)], file.tensor(named: "smooth_loss").values, atol: 0, rtol: 1e-4)
        let trained = graph.parameters.filter { $0.role == .weight }
        let expected = try trained.map {
            try file.tensor(named: "gradient/\($0.name)").values
        }
        let total = Self.norm(expected.flatMap { $0 })
        for (parameter, expected) in zip(trained, expected) {
            let gradient = try #require(try program.gradient(of: parameter.name)).values
            let norm = Self.norm(expected)
            let difference = Self.norm(zip(gradient, expected).map { $0 - $1 })
            #expect(
                difference <= 1e-3 * norm + 1e-6 * total,
                "\(parameter.name): \(difference / norm)")
        }
    }

    func compareTraining() throws {
        let rule = SGD(
            SettingValues(SGD.settings, ["momentum": .number(0.9)]))
        let program = try program(graph, .training(loss: CrossEntropy(), rule: rule))
        let expected = try file.tensor(named: "losses").values
        let losses = try expected.indices.map { Float(try train(program, step: $0)) }
        expectClose(losses, expected, atol: 1e-3, rtol: 1e-2, "losses")
    }

    private static func norm(_ values: [Float]) -> Double {
        values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }

    private func program(_ graph: Graph, _ mode: CompileOptions.Mode) throws -> any Program {
        let program = try OneDNNDevice().compile(graph, CompileOptions(mode: mode, threads: 2))
        for parameter in graph.parameters where parameter.role != .counter {
            try program.setParameter(
                parameter.name, to: file.tensor(named: "parameter/\(parameter.name)"))
        }
        return program
    }

    private func train(_ program: any Program, step: Int) throws -> Double {
        let images = try file.tensor(named: "images")
        let labels = (0..<images.shape[0]).map { Int32($0 % 3) }
        return try images.withUnsafeValues {
            try program.train(
                Batch($0, labels: labels),
                TrainingStep(
                    learningRate: Double(file.tensor(named: "rate").values[0]), number: step,
                    seed: 1)
            ).mean
        }
    }
}

extension Graph {
    /// The same network with SiLU and sigmoid instead of activations whose derivative jumps, and
    /// with means instead of maxima.
    fileprivate func withSmoothFunctions() -> Graph {
        replacingOperations { operation in
            switch operation {
            case .activation(.relu), .activation(.relu6), .activation(.hardswish):
                .activation(.silu)
            case .activation(.hardsigmoid): .activation(.sigmoid)
            case .maxPool(let window): .averagePool(window)
            default: operation
            }
        }
    }
}
