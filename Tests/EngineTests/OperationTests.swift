import Engine
import Networks
import Tensors
import TestSupport
import Testing
import Vocabulary

/// Every operation, forward and backward, on every device, compared with PyTorch.
@Suite struct OperationTests {
    static let devices: [any Device] = [ReferenceDevice(), OneDNNDevice()]

    /// The golden cases whose operation the engine supports.
    static let cases: [String] = [
        "conv2d", "linear", "relu", "maxpool", "adaptive-avgpool", "avgpool", "batchnorm-train",
    ].flatMap { Golden.cases(in: "ops", prefix: $0) }

    @Test(arguments: cases, devices.map(\.name))
    func matchesPyTorch(_ name: String, _ deviceName: String) throws {
        let golden = try Golden(name)
        let device = try #require(Self.devices.first { $0.name == deviceName })
        let probe = try OperationProbe(golden, on: device)
        let (output, gradients) = try probe.run()
        try expectClose(output, golden.values("output"), atol: 2e-5, rtol: 2e-5, "output")
        for (name, value) in gradients {
            try expectClose(
                value, golden.values(name), atol: 5e-5, rtol: 5e-5, name)
        }
        // Every parameter and the input have a gradient.
        let parameters = golden.has("weight") ? ["weight", "bias"] : []
        #expect(gradients.map(\.0) == (parameters + ["input"]).map { "\($0)_gradient" })
        for (name, value) in probe.statistics {
            try expectClose(value, golden.values("updated_\(name)"), atol: 1e-6, rtol: 1e-5, name)
        }
    }

    /// In inference a 5x5 convolution of a large batch uses 3x3 kernels.
    @Test func aSplitConvolutionMatchesTheReference() throws {
        var graph = Graph(input: [16, 32, 27, 27])
        _ = try graph.scope("op") { (graph) throws(ShapeError) in
            let output = try Conv2D(32, 32, kernelSize: 5, padding: 2).add(to: &graph, after: 0)
            return Activation.relu.add(to: &graph, after: output)
        }
        _ = graph.add(.flatten, [graph.output], shape: [16, 32 * 27 * 27])
        let images = NetworkProbe.images("input", graph.inputShape)
        var results: [[Float]] = []
        for device in Self.devices {
            let program = try device.compile(graph, CompileOptions(mode: .inference, threads: 2))
            if device.name == "cpu" {
                // The library's Winograd kernels need AVX-512.
                let plan = program.plan
                if plan.kernels.contains(where: { $0.contains("avx512") }) {
                    #expect(plan.entries.contains { $0.operation == "four copies" })
                }
            }
            // Derived weights are recomputed when the parameters change.
            for seed in [1, 2] as [UInt64] {
                try program.load(graph.initialParameters(seed: seed))
                results.append(
                    try images.withUnsafeValues {
                        try program.infer(Batch($0, count: 16))
                    })
            }
        }
        #expect(relativeL2(results[2], results[0]) < 5e-6)
        #expect(relativeL2(results[3], results[1]) < 5e-6)
        #expect(results[0] != results[1])
    }

    /// A batch norm in inference uses the running statistics.
    @Test(arguments: devices.map(\.name))
    func batchNormMatchesPyTorchInInference(_ deviceName: String) throws {
        let golden = try Golden("ops/batchnorm-eval")
        let device = try #require(Self.devices.first { $0.name == deviceName })
        let input = try golden.tensor("input")
        var graph = Graph(input: input.shape)
        _ = try graph.scope("op") { (graph) throws(ShapeError) in
            try BatchNorm2D(input.shape[1]).add(to: &graph, after: 0)
        }
        _ = graph.add(
            .flatten, [1], shape: [input.shape[0], input.count / input.shape[0]])
        let program = try device.compile(graph, CompileOptions(mode: .inference, threads: 2))
        for name in ["weight", "bias", "running_mean", "running_var"] {
            try program.setParameter("op.\(name)", to: golden.tensor(name))
        }
        let output = try input.withUnsafeValues {
            try program.infer(Batch($0, count: input.shape[0]))
        }
        try expectClose(output, golden.values("output"), atol: 2e-5, rtol: 2e-5)
    }
}

/// The reference device's gradient with respect to the input compared with finite differences.
/// These operations are linear, so any step is exact.
@Suite struct FiniteDifferenceTests {
    @Test(arguments: ["conv2d-k3p1-batch1", "conv2d-k3s2p1", "linear", "adaptive-avgpool-5x9to7"])
    func referenceGradientsMatchFiniteDifferences(_ name: String) throws {
        let golden = try Golden("ops/\(name)")
        let probe = try OperationProbe(golden, on: ReferenceDevice())
        let gradient = try #require(try probe.run().gradients.first { $0.0 == "input_gradient" }).1
        let input = try golden.tensor("input")
        let factors = try golden.values("output_gradient")
        let count = min(24, input.count)
        let differences = try finiteDifferenceGradient(
            of: { head in
                let values = head + input.values[count...]
                let output = try probe.run(Tensor(values, shape: input.shape)).output
                return zip(output, factors).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            }, at: Array(input.values[..<count]), step: 0.25)
        expectClose(differences, Array(gradient[..<count]), atol: 1e-4, rtol: 1e-4)
    }
}

/// A program of one operation of a golden case.
final class OperationProbe {
    /// The running statistics after the step, by their names in the case.
    private(set) var statistics: [(String, [Float])] = []
    private let golden: Golden
    private let device: any Device
    private let precision: ComputePrecision
    private let output: Shape

    init(_ golden: Golden, on device: any Device, precision: ComputePrecision = .fp32) throws {
        self.golden = golden
        self.device = device
        self.precision = precision
        output = try golden.tensor("output").shape
    }

    /// Runs a step.
    /// - Returns: the output, and the gradients by their names in the case.
    /// - Parameter input: nil: the case's.
    func run(_ input: Tensor? = nil) throws -> (output: [Float], gradients: [(String, [Float])]) {
        let input = try input ?? golden.tensor("input")
        let operation = try operation()
        var graph = Graph(input: input.shape)
        let parameters = golden.has("weight") ? ["weight", "bias"] : []
        let running = golden.has("running_mean") ? ["running_mean", "running_var"] : []
        var shapes: [(String, Shape, Parameter.Role)] = []
        for name in parameters { shapes.append((name, try golden.tensor(name).shape, .weight)) }
        for name in running { shapes.append((name, try golden.tensor(name).shape, .statistic)) }
        if !running.isEmpty { shapes.append(("num_batches_tracked", [], .counter)) }
        _ = try graph.scope("op") { (graph) throws(ShapeError) in
            graph.add(
                operation, [0],
                parameters: shapes.map {
                    Parameter($0, shape: $1, initializer: .constant(0), role: $2)
                }, shape: output)
        }
        if output.rank == 4 {
            _ = graph.add(.flatten, [graph.output], shape: [output[0], output.count / output[0]])
        }
        let loss = LinearLoss(factors: try golden.values("output_gradient"))
        let program = try device.compile(
            graph,
            CompileOptions(
                mode: .training(loss: loss, rule: nil), precision: precision, threads: 2,
                inputGradient: true))
        for name in parameters + running {
            try program.setParameter("op.\(name)", to: golden.tensor(name))
        }
        let inference = try device.compile(
            graph,
            CompileOptions(
                mode: .inference, precision: precision, threads: 2, sharing: program))
        try inference.refreshParameters()
        return try input.withUnsafeValues { values in
            let batch = Batch(values, labels: [Int32](repeating: 0, count: input.shape[0]))
            _ = try program.train(
                batch, TrainingStep(learningRate: 0, number: 0, seed: 1))
            var result: [(String, [Float])] = []
            for name in parameters {
                if let gradient = try program.gradient(of: "op.\(name)") {
                    result.append(("\(name)_gradient", gradient.values))
                }
            }
            if let gradient = try program.inputGradient() {
                result.append(("input_gradient", gradient.values))
            }
            statistics = try running.map { ($0, try program.parameter("op.\($0)").values) }
            return (running.isEmpty ? try inference.infer(batch) : loss.logits, result)
        }
    }

    private func operation() throws -> Operation {
        func window() throws -> Window {
            Window(
                size: try golden.integer("kernel"), stride: try golden.integer("stride"),
                padding: try golden.integer("padding"))
        }
        switch golden.text("op") {
        case "conv2d": return .convolution(try window())
        case "linear": return .linear
        case "relu": return .activation(.relu)
        case "maxPool2d": return .maxPool(try window())
        case "averagePool2d": return .averagePool(try window())
        case "batchNorm2d":
            return .batchNorm(
                BatchNorm(
                    epsilon: golden.number("epsilon") ?? 0,
                    momentum: golden.number("momentum") ?? 0))
        case "adaptiveAveragePool2d":
            return .adaptiveAveragePool(height: output[2], width: output[3])
        default:
            throw EngineError.unsupported(
                layer: golden.text("op") ?? "", reason: "no such operation")
        }
    }
}

/// A loss that is a linear function of the logits, so that its gradient is given. It stores the
/// logits. Only one thread may use it.
final class LinearLoss: LossFunction, @unchecked Sendable {
    private let factors: [Float]
    private(set) var logits: [Float] = []

    init(factors: [Float]) { self.factors = factors }

    func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        self.logits = factors.indices.map { logits[$0] }
        var sum = 0.0
        for (index, factor) in factors.enumerated() {
            sum += Double(factor) * Double(logits[index])
            gradient?[index] = factor
        }
        return LossResult(mean: sum, weight: 1, correct: 0)
    }
}
