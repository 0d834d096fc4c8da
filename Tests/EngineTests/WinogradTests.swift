import Engine
import Networks
import TestSupport
import Tensors
import Testing

/// The engine's own Winograd kernels, also on processors for which oneDNN has such kernels.
@Suite struct WinogradTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let channels: [Int]
        let height: Int
        let width: Int
        var padding = 1
        var batch = 3
        var testDescription: String {
            "\(channels) at \(height) x \(width), padding \(padding), batch \(batch)"
        }
    }

    static let cases = [
        Case(channels: [16, 32, 16], height: 8, width: 12),
        Case(channels: [32, 16, 48], height: 13, width: 7),
        Case(channels: [16, 16, 16], height: 6, width: 9, padding: 0),
        Case(channels: [16, 16, 32], height: 5, width: 5, padding: 2),
        Case(channels: [16, 64, 16], height: 1, width: 3, batch: 1),
        // More than one chunk of tiles.
        Case(channels: [16, 16, 16], height: 64, width: 60, batch: 5),
    ]

    /// Two convolutions with biases and a ReLU between them, each with a batch norm if `norm` is
    /// true.
    private static func graph(_ test: Case, norm: Bool) throws -> Graph {
        var graph = Graph(input: [test.batch, test.channels[0], test.height, test.width])
        var node = 0
        for index in 0..<2 {
            node = try graph.scope("conv\(index)") { (graph) throws(ShapeError) in
                try Conv2D(
                    test.channels[index], test.channels[index + 1], kernelSize: 3,
                    padding: test.padding
                ).add(to: &graph, after: node)
            }
            if norm {
                node = try graph.scope("norm\(index)") { (graph) throws(ShapeError) in
                    try BatchNorm2D(test.channels[index + 1]).add(to: &graph, after: node)
                }
            }
            if index == 0 { node = Activation.relu.add(to: &graph, after: node) }
        }
        _ = graph.add(
            .flatten, [node], shape: [test.batch, graph.outputShape.count / test.batch])
        return graph
    }

    @Test(arguments: cases, [false, true])
    func gradientsMatchTheReference(_ test: Case, _ norm: Bool) throws {
        let graph = try Self.graph(test, norm: norm)
        let (mine, plan) = try Self.step(graph, on: OneDNNDevice(ownWinograd: true))
        // For images with one row, oneDNN prefers layouts without blocks in one pass.
        let kernels = plan.entries.filter { $0.kernel == "study:winograd" }.map(\.pass)
        #expect(
            Set(kernels).isSuperset(
                of: test.height > 1
                    ? [.forward, .backwardData, .backwardWeights] : [.forward, .backwardData]))
        let (reference, _) = try Self.step(graph, on: ReferenceDevice())
        #expect(mine.keys == reference.keys)
        for (name, value) in reference {
            // The gradient of a bias before a batch norm is zero up to rounding.
            if norm, name.hasPrefix("conv"), name.hasSuffix("bias") { continue }
            #expect(relativeL2(mine[name] ?? [], value) < 2e-5, "\(name)")
        }
    }

    /// Inference with a ReLU, and with a folded batch norm, for two sets of parameters: derived
    /// weights are recomputed. The batch is partial.
    @Test(arguments: cases, [false, true])
    func inferenceMatchesTheReference(_ test: Case, _ norm: Bool) throws {
        let graph = try Self.graph(test, norm: norm)
        let images = NetworkProbe.images("input", graph.inputShape)
        var results: [[Float]] = []
        for device in [ReferenceDevice(), OneDNNDevice(ownWinograd: true)] as [any Device] {
            let program = try Self.inference(graph, on: device)
            for seed in [1, 2] as [UInt64] {
                try program.load(graph.initialParameters(seed: seed))
                results.append(
                    try images.withUnsafeValues {
                        try program.infer(Batch($0, count: max(1, test.batch - 1)))
                    })
            }
        }
        #expect(relativeL2(results[2], results[0]) < 5e-6)
        #expect(relativeL2(results[3], results[1]) < 5e-6)
        #expect(results[0] != results[1])
    }

    /// In inference a max pooling of 2 x 2 is fused to the convolution before it, if nothing else
    /// reads the convolution's output.
    @Test(arguments: [(8, 12), (13, 7), (6, 9), (64, 60)], [false, true])
    func poolingsAreFused(_ size: (height: Int, width: Int), isReadTwice: Bool) throws {
        var graph = Graph(input: [2, 16, size.height, size.width])
        var node = try Conv2D(16, 32, kernelSize: 3, padding: 1).add(to: &graph, after: 0)
        node = Activation.relu.add(to: &graph, after: node)
        let pool = MaxPool2D(2, stride: 2)
        node =
            isReadTwice
            ? graph.add(
                .add,
                [try pool.add(to: &graph, after: node), try pool.add(to: &graph, after: node)],
                shape: [2, 32, size.height / 2, size.width / 2])
            : try pool.add(to: &graph, after: node)
        _ = graph.add(.flatten, [node], shape: [2, graph.outputShape.count / 2])
        let images = NetworkProbe.images("input", graph.inputShape)
        let reference = try Self.inference(graph, on: ReferenceDevice())
        let mine = try Self.inference(graph, on: OneDNNDevice(ownWinograd: true))
        let results = try [reference, mine].map { program in
            try program.load(graph.initialParameters(seed: 3))
            return try images.withUnsafeValues { try program.infer(Batch($0, count: 2)) }
        }
        #expect(relativeL2(results[1], results[0]) < 5e-6)
        let operations = mine.plan.entries.map(\.operation)
        #expect(operations.contains("max pool") == isReadTwice, "\(operations)")
    }

    /// Results do not depend on the number of threads.
    @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
        let graph = try Self.graph(Self.cases[5], norm: false)
        var results: [[String: [Float]]] = []
        for threads in 1...3 {
            results.append(
                try Self.step(graph, on: OneDNNDevice(ownWinograd: true), threads: threads)
                    .values)
        }
        #expect(results[1] == results[0])
        #expect(results[2] == results[0])
    }

    /// If oneDNN has no Winograd kernels, large convolutions use the engine's and small ones do
    /// not; if oneDNN has them, no convolution does.
    @Test func theyAreUsedIfOneDNNHasNone() throws {
        let large = Case(channels: [32, 32, 32], height: 32, width: 32, batch: 2)
        let small = Case(channels: [32, 32, 32], height: 8, width: 8, batch: 1)
        let kernels = try [large, small].map {
            let graph = try Self.graph($0, norm: false)
            return Set(
                try Self.step(graph, on: OneDNNDevice()).plan.kernels)
        }
        let hasOneDNNWinograd = kernels[0].contains { $0.contains("avx512") }
        #expect(kernels[0].contains("study:winograd") == !hasOneDNNWinograd)
        #expect(!kernels[1].contains("study:winograd"))
    }

    private static func inference(
        _ graph: Graph, on device: any Device
    ) throws -> any Program {
        try device.compile(graph, CompileOptions(mode: .inference, threads: 2))
    }

    /// The gradients after a training step, by parameter and `images`.
    private static func step(
        _ graph: Graph, on device: any Device, threads: Int = 2
    ) throws -> (values: [String: [Float]], plan: Plan) {
        let factors = NetworkProbe.images("slopes", graph.outputShape).values
        let program = try device.compile(
            graph,
            CompileOptions(
                mode: .training(loss: LinearLoss(factors: factors), rule: nil), threads: threads,
                inputGradient: true))
        var values = graph.initialParameters(seed: 7)
        for parameter in graph.parameters where parameter.name.hasSuffix("bias") {
            values[parameter.name] = NetworkProbe.images(parameter.name, parameter.shape)
        }
        try program.load(values)
        let images = NetworkProbe.images("input", graph.inputShape)
        _ = try images.withUnsafeValues {
            try program.train(
                Batch($0, labels: Array(repeating: 0, count: graph.inputShape[0])),
                TrainingStep(learningRate: 0, number: 0, seed: 0))
        }
        var result = ["images": try program.inputGradient()?.values ?? []]
        for parameter in graph.parameters {
            if let gradient = try program.gradient(of: parameter.name) {
                result[parameter.name] = gradient.values
            }
        }
        return (result, program.plan)
    }
}
