import Engine
import JSON
import Networks
import Tensors
import Testing
import TestSupport
import Training
import Vocabulary

/// Heads that train on features, compared with PyTorch and with training through the whole frozen
/// network.
@Suite(.serialized) struct FrozenTests {
    static let cases = Golden.cases(in: "frozen")

    /// The losses of 20 steps of RMSprop on the features of four batches, and the logits
    /// afterwards.
    @Test(arguments: cases)
    func headsTrainAsInPyTorch(_ name: String) throws {
        let golden = try Golden(name)
        let kind = try #require(golden.text("network"))
        let (count, size) = (try golden.integer("batch"), try golden.integer("size"))
        let rate = try #require(golden.number("learningRate"))
        let graph = try Self.graph(
            kind, [count, 3, size, size], classes: golden.integer("classes"))
        let parts = try graph.splitBeforeHead()
        let parameters = Self.parameters(graph)
        let backbone = try OneDNNDevice().compile(
            parts.backbone, CompileOptions(mode: .inference, threads: 2))
        try backbone.load(parameters)
        let features = try (0..<4).map { index in
            try NetworkProbe.images("input-\(index)", graph.inputShape).withUnsafeValues {
                try backbone.infer(Batch($0, count: count))
            }
        }
        let rule = RMSprop(SettingValues(RMSprop.settings))
        let tail = try OneDNNDevice().compile(
            parts.tail,
            CompileOptions(mode: .training(loss: CrossEntropy(), rule: rule), threads: 2))
        try tail.load(parameters)
        let labels = try golden.integers("labels").map { Int32($0) }
        let losses = try (0..<golden.integer("steps")).map { step in
            let loss = try features[step % 4].withUnsafeBufferPointer {
                try tail.train(
                    Batch($0, labels: labels),
                    TrainingStep(learningRate: rate, number: step, seed: 1))
            }
            return Float(loss.mean)
        }
        try expectClose(losses, golden.values("losses"), atol: 1e-6, rtol: 1e-4, "losses")
        let inference = try OneDNNDevice().compile(
            parts.tail, CompileOptions(mode: .inference, threads: 2, sharing: tail))
        try inference.refreshParameters()
        let logits = try features[0].withUnsafeBufferPointer {
            try inference.infer(Batch($0, count: count))
        }
        #expect(try relativeL2(logits, golden.values("logits")) < 1e-4)
    }

    /// Training on features equals training of the same head in the whole network with a frozen
    /// backbone; dropout in the head is on.
    @Test(arguments: ["alexnet", "vgg11", "cnn4"])
    func featuresTrainAsTheWholeNetwork(_ kind: String) throws {
        let graph = try Self.graph(kind, [6, 3, 64, 64], classes: 3, dropout: 0.2)
        let parts = try graph.splitBeforeHead()
        let parameters = Self.parameters(graph)
        // Both use the same kernels: these losses are large and would amplify differences by
        // rounding.
        let device = OneDNNDevice(ownWinograd: false)
        let backbone = try device.compile(
            parts.backbone, CompileOptions(mode: .inference, threads: 2))
        try backbone.load(parameters)
        func program(_ graph: Graph) throws -> any Program {
            let rule = RMSprop(SettingValues(RMSprop.settings))
            let program = try device.compile(
                graph,
                CompileOptions(
                    mode: .training(loss: CrossEntropy(), rule: rule),
                    trainable: Set(graph.head.map(\.name)), threads: 2))
            try program.load(parameters)
            return program
        }
        let (whole, tail) = (try program(graph), try program(parts.tail))
        for number in 0..<12 {
            let step = TrainingStep(learningRate: 0.001, number: number, seed: 4)
            let images = NetworkProbe.images("input-\(number % 3)", graph.inputShape)
            let (expected, features) = try images.withUnsafeValues { images in
                let batch = Batch(images, labels: [0, 1, 2, 1, 0])
                return (
                    try whole.train(batch, step), try backbone.infer(batch)
                )
            }
            let loss = try features.withUnsafeBufferPointer {
                try tail.train(Batch($0, labels: [0, 1, 2, 1, 0]), step)
            }
            #expect(abs(loss.mean - expected.mean) <= 1e-4 * expected.mean, "step \(number)")
        }
        for name in graph.head.map(\.name) {
            let (got, expected) = (try tail.parameter(name), try whole.parameter(name))
            #expect(relativeL2(got.values, expected.values) < 1e-4)
        }
    }

    private static func graph(
        _ kind: String, _ input: Shape, classes: Int, dropout: Double = 0
    ) throws -> Graph {
        let settings = try #require(NetworkRegistry.all.first { $0.kind == kind }).settings
        let head = LinearHead(
            SettingValues(LinearHead.settings, ["dropout": .number(dropout)]))
        let request = NetworkRequest(
            classes: classes, imageSize: input[2], values: SettingValues(settings), head: head)
        return try #require(NetworkRegistry.make(kind, request)).graph(input: input)
    }

    /// The parameters that `Tools/goldens/frozen.py` draws.
    private static func parameters(_ graph: Graph) -> [String: Tensor] {
        var values: [String: Tensor] = [:]
        for parameter in graph.parameters {
            let (name, shape) = (parameter.name, parameter.shape)
            let stream = RandomStream(seed: 1, purpose: .initialization, name: name)
            if shape.rank > 1 {
                let bound = (6 / Double(shape.extents.dropFirst().reduce(1, *))).squareRoot()
                values[name] = Tensor(shape: shape) { stream.fillUniform($0, bound: Float(bound)) }
            } else if parameter.role == .counter {
                values[name] = Tensor(repeating: 0, shape: shape)
            } else if name.hasSuffix(".bias") || name.hasSuffix("running_mean") {
                values[name] = Tensor(shape: shape) { stream.fillUniform($0, bound: 0.125) }
            } else {
                values[name] = Tensor(shape: shape) { target in
                    stream.fillUniform(target, bound: 0.25)
                    let factor: Float = name.hasSuffix("bn3.weight") ? 0.25 : 1
                    for index in target.indices { target[index] = (target[index] + 1) * factor }
                }
            }
        }
        return values
    }
}
