import Engine
import JSON
import Networks
import Tensors
import Testing
import TestSupport
import Training
import Vocabulary

/// torchvision's deep networks compared with PyTorch in double precision.
@Suite(.serialized) struct DeepNetworkTests {
    static let cases = Golden.cases(in: "networks").filter {
        (try? Golden($0).has("biases")) == true
    }

    @Test(arguments: cases)
    func aStepMatchesPyTorch(_ name: String) throws {
        let probe = try DeepNetworkProbe(name)
        let program = try probe.program(rule: nil)
        let loss = try probe.train(program, "input", step: 0)
        try expectClose([Float(loss)], probe.golden.values("loss"), atol: 0, rtol: 1e-5, "loss")
        for parameter in probe.graph.parameters {
            switch parameter.role {
            case .weight:
                let gradient = try #require(try program.gradient(of: parameter.name))
                try probe.expectClose(gradient.values, parameter.name, tolerance: 1e-3)
            case .statistic:
                let value = try program.parameter(parameter.name)
                try probe.expectClose(value.values, parameter.name, tolerance: 1e-4)
            case .counter: #expect(try program.parameter(parameter.name).values == [1])
            }
        }
        let logits = try probe.evaluate(after: program)
        #expect(try relativeL2(logits, probe.golden.values("evaluation_logits")) < 2e-5)
    }

    @Test(arguments: cases)
    func twentyStepsMatchPyTorch(_ name: String) throws {
        let probe = try DeepNetworkProbe(name)
        let momentum = try #require(probe.golden.number("momentum"))
        let rule = SGD(SettingValues(SGD.settings, ["momentum": .number(momentum)]))
        let program = try probe.program(rule: rule)
        let losses = try (0..<probe.golden.integer("steps")).map { step in
            Float(try probe.train(program, "input-\(step % 4)", step: step))
        }
        try expectClose(losses, probe.golden.values("training_losses"), atol: 0, rtol: 1e-2)
        let logits = try probe.evaluate(after: program)
        #expect(try relativeL2(logits, probe.golden.values("trained_logits")) < 2e-2)
    }

    /// Training in bfloat16 compared with PyTorch's autocast, at the steps where autocast is within
    /// 2% of 32-bit floats.
    @Test(
        .needsBFloat16, arguments: Golden.cases(in: "autocast"), [ComputePrecision.bf16, .fp32])
    func lossesMatchAutocast(_ name: String, _ weighted: ComputePrecision) throws {
        let probe = try DeepNetworkProbe(name)
        let momentum = try #require(probe.golden.number("momentum"))
        let rule = SGD(SettingValues(SGD.settings, ["momentum": .number(momentum)]))
        let program = try probe.program(
            rule: rule, on: OneDNNDevice(weightedPrecision: weighted), precision: .bf16)
        let exact = try probe.golden.doubles("training_losses")
        let autocast = try probe.golden.doubles("autocast_losses")
        var compared = 0
        for step in 0..<(try probe.golden.integer("steps")) {
            let loss = try probe.train(program, "input-\(step % 4)", step: step)
            guard abs(autocast[step] - exact[step]) < 0.02 * exact[step] else { continue }
            compared += 1
            #expect(abs(loss - autocast[step]) < 0.02 * autocast[step], "step \(step)")
        }
        #expect(compared > 5)
    }

    /// The padding of a partial batch does not affect the statistics, the gradients or the loss.
    @Test(arguments: ["resnet18", "densenet121"])
    func aPartialBatchIsABatch(_ kind: String) throws {
        let network = try #require(NetworkRegistry.make(kind, classes: 2, imageSize: 64))
        var results: [[String: [Float]]] = []
        for capacity in [3, 5] {
            let graph = try network.graph(input: [capacity, 3, 64, 64])
            let program = try OneDNNDevice(ownWinograd: false).compile(
                graph,
                CompileOptions(mode: .training(loss: CrossEntropy(), rule: nil), threads: 2))
            try program.load(graph.initialParameters(seed: 2))
            let images = NetworkProbe.images("input", [3, 3, 64, 64])
            let loss = try images.withUnsafeValues {
                try program.train(
                    Batch($0, labels: [0, 1, 1]),
                    TrainingStep(learningRate: 0, number: 0, seed: 2))
            }
            var values = ["loss": [Float(loss.mean)]]
            for parameter in graph.parameters {
                values[parameter.name] =
                    try program.gradient(of: parameter.name)?.values
                    ?? program.parameter(parameter.name).values
            }
            results.append(values)
        }
        for (name, values) in results[0] {
            let other = try #require(results[1][name])
            // Kernels depend on the batch size, and rounding changes the sign before some ReLUs: by
            // up to 4e-2 with AVX2.
            #expect(relativeL2(other, values) < 6e-2, "\(name)")
        }
        expectClose(results[1]["loss"] ?? [], results[0]["loss"] ?? [], atol: 0, rtol: 1e-5)
    }

    @Test func twoRunsGiveIdenticalResults() throws {
        let probe = try DeepNetworkProbe("networks/resnet18-64")
        let rule = SGD(SettingValues(SGD.settings, ["momentum": .number(0.9)]))
        let runs = try (0..<2).map { _ in
            let program = try probe.program(rule: rule)
            for step in 0..<3 { _ = try probe.train(program, "input-\(step)", step: step) }
            return try program.parameters()
        }
        #expect(runs[0] == runs[1])
    }
}

/// A golden case of a deep network, with its weights and images; `Tests/Goldens/README.md`
/// describes how they are drawn.
private struct DeepNetworkProbe {
    let golden: Golden
    let graph: Graph
    private let labels: [Int32]

    init(_ name: String) throws {
        golden = try Golden(name)
        let kind = try #require(golden.text("network"))
        let size = try golden.integer("size")
        let settings = try #require(NetworkRegistry.all.first { $0.kind == kind }).settings
        let values: [String: JSONValue] = settings.isEmpty ? [:] : ["dropout": .number(0)]
        let request = NetworkRequest(
            classes: try golden.integer("classes"), imageSize: size,
            values: SettingValues(settings, values))
        graph = try #require(NetworkRegistry.make(kind, request)).graph(input: [
            golden.integer("batch"), 3, size, size,
        ])
        labels = try golden.integers("labels").map { Int32($0) }
    }

    func program(
        rule: (any OptimizerStep)?, on device: OneDNNDevice = OneDNNDevice(),
        precision: ComputePrecision = .fp32
    ) throws -> any Program {
        let program = try device.compile(
            graph,
            CompileOptions(
                mode: .training(loss: CrossEntropy(), rule: rule), precision: precision,
                threads: 2))
        try program.load(parameters())
        return program
    }

    private func parameters() throws -> [String: Tensor] {
        let biases = try golden.integers("biases").map { Float($0 - 128) / 128 }
        let halved = golden.text("halved") ?? ""
        let gain = try #require(golden.number("gain"))
        let classes = try golden.integer("classes")
        var offset = 0
        var values: [String: Tensor] = [:]
        for parameter in graph.parameters {
            let stream = RandomStream(seed: 1, purpose: .initialization, name: parameter.name)
            let shape = parameter.shape
            if parameter.role != .weight {
                values[parameter.name] = parameter.initializer.tensor(for: parameter, seed: 1)
            } else if parameter.name.hasSuffix("bias") {
                values[parameter.name] = Tensor(
                    Array(biases[offset..<offset + shape.count]), shape: shape)
                offset += shape.count
            } else if shape.rank == 1 {
                let scale: Float =
                    !halved.isEmpty && parameter.name.hasSuffix(halved) ? 0.5 : 1
                values[parameter.name] = Tensor(shape: shape) { values in
                    stream.fillUniform(values, bound: 0.25)
                    for index in values.indices { values[index] = (values[index] + 1) * scale }
                }
            } else {
                let fanIn = shape.extents.dropFirst().reduce(1, *)
                let gain = shape[0] == classes ? 1 : gain
                values[parameter.name] = Tensor(shape: shape) {
                    stream.fillUniform($0, bound: Float(gain / Double(fanIn).squareRoot()))
                }
            }
        }
        return values
    }

    func train(_ program: any Program, _ name: String, step: Int) throws -> Double {
        try images(name, count: graph.inputShape[0]).withUnsafeValues {
            try program.train(
                Batch($0, labels: labels),
                TrainingStep(
                    learningRate: golden.number("learningRate") ?? 0, number: step, seed: 1)
            ).mean
        }
    }

    /// The logits of the evaluation images in inference.
    func evaluate(after program: any Program) throws -> [Float] {
        let count = try golden.integer("evaluation")
        let shape = graph.inputShape
        let network = try #require(
            NetworkRegistry.make(
                golden.text("network") ?? "", classes: golden.integer("classes"),
                imageSize: shape[2]))
        let inference = try OneDNNDevice().compile(
            network.graph(input: [count, 3, shape[2], shape[3]]),
            CompileOptions(mode: .inference, threads: 2, sharing: program))
        try inference.refreshParameters()
        return try images("evaluation", count: count).withUnsafeValues {
            try inference.infer(Batch($0, count: count))
        }
    }

    /// Noise on a grid, enlarged linearly.
    private func images(_ name: String, count: Int) throws -> Tensor {
        let (size, cell) = (graph.inputShape[2], try golden.integer("cell"))
        let extent = size / cell + 1
        let seed = UInt64(try golden.integer("imageSeed"))
        let grid = Tensor(shape: [count, 3, extent, extent]) {
            RandomStream(seed: seed, purpose: .test, name: name).fillUniform($0, bound: 1)
        }
        return Tensor(shape: [count, 3, size, size]) { pixels in
            for channel in 0..<count * 3 {
                func g(_ i: Int, _ j: Int) -> Double {
                    Double(grid.values[(channel * extent + i) * extent + j])
                }
                for y in 0..<size {
                    let (i, v) = (y / cell, Double(y % cell) / Double(cell))
                    for x in 0..<size {
                        let (j, u) = (x / cell, Double(x % cell) / Double(cell))
                        let left = (1 - v) * g(i, j) + v * g(i + 1, j)
                        let right = (1 - v) * g(i, j + 1) + v * g(i + 1, j + 1)
                        pixels[(channel * size + y) * size + x] = Float(left * (1 - u) + right * u)
                    }
                }
            }
        }
    }

    /// Compares the norm and a sketch, whose expected distance equals that of the whole tensors.
    func expectClose(
        _ values: [Float], _ name: String, tolerance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let expected = try golden.doubles("\(name).norm")[0]
        let norm = values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        #expect(
            abs(norm - expected) <= tolerance * expected, "\(name)", sourceLocation: sourceLocation)
        let stream = RandomStream(seed: 1, purpose: .test, name: "sketch")
        var words: [UInt32] = []
        for block in 0..<(values.count + 127) / 128 {
            let four = stream.words(block: UInt32(block))
            words += [four[0], four[1], four[2], four[3]]
        }
        var sketch = [Double](repeating: 0, count: 16)
        for (index, value) in values.enumerated() {
            let isNegated = words[index / 32] >> UInt32(index % 32) & 1 == 1
            sketch[index % 16] += isNegated ? -Double(value) : Double(value)
        }
        let distance = try zip(sketch, golden.doubles("\(name).sketch")).reduce(0) { sum, pair in
            sum + (pair.0 - pair.1) * (pair.0 - pair.1)
        }.squareRoot()
        #expect(
            distance <= tolerance * expected, "\(name): \(distance) of \(expected)",
            sourceLocation: sourceLocation)
    }
}
