import Engine
import JSON
import Networks
import Tensors
import Testing
import TestSupport

/// Small graphs of several operations in training mode, on every device, compared with PyTorch:
/// fusion must not change the results.
@Suite struct BlockTests {
    static let devices = OperationTests.devices.map(\.name)

    static let blocks = Golden.cases(in: "blocks")
    static let joins =
        ["add", "concat"]
        + ["batchnorm-relu", "batchnorm-add-relu"].flatMap {
            Golden.cases(in: "ops", prefix: $0).map { String($0.dropFirst("ops/".count)) }
        }

    @Test(arguments: blocks, devices)
    func matchesTorchvisionsModules(_ name: String, _ device: String) throws {
        let golden = try Golden(name)
        var graph = Graph(input: try golden.tensor("input").shape)
        let layer = try block(golden)
        _ = try layer.add(to: &graph, after: 0)
        let run = try GraphRun(golden, graph, device, input: golden.tensor("input"))
        try run.expect("input_gradient", run.inputGradient)
        for parameter in graph.parameters where parameter.role == .weight {
            let gradient = try #require(run.gradients[parameter.name])
            try run.expect("\(parameter.name).gradient", gradient)
        }
        for parameter in graph.parameters where parameter.role == .statistic {
            let value = try #require(run.parameters[parameter.name])
            try run.expect("\(parameter.name).updated", value)
        }
        for parameter in graph.parameters where parameter.role == .counter {
            #expect(run.parameters[parameter.name] == [1])
        }
    }

    private func block(_ golden: Golden) throws -> any Layer {
        func convolution(
            _ inChannels: Int, _ outChannels: Int, _ size: Int, stride: Int = 1
        ) -> Conv2D {
            Conv2D(
                inChannels, outChannels, kernelSize: size, stride: stride, padding: size / 2,
                bias: false)
        }
        func denseLayer(_ channels: Int) -> Sequential {
            Sequential([
                "norm1": BatchNorm2D(channels), "relu1": Activation.relu,
                "conv1": convolution(channels, 32, 1),
                "norm2": BatchNorm2D(32), "relu2": Activation.relu, "conv2": convolution(32, 16, 3),
            ])
        }
        switch golden.text("block") {
        case "dense-two-layers":
            return Chain(
                first: Dense([("denselayer1", denseLayer(32)), ("denselayer2", denseLayer(48))]),
                second: Sequential([
                    "norm": BatchNorm2D(64), "relu": Activation.relu,
                    "conv": convolution(64, 32, 1),
                    "pool": AvgPool2D(2, stride: 2),
                ]))
        case "residual-block":
            return Residual(
                Sequential([
                    "conv1": convolution(16, 32, 3, stride: 2), "bn1": BatchNorm2D(32),
                    "relu": Activation.relu, "conv2": convolution(32, 32, 3),
                    "bn2": BatchNorm2D(32),
                ]),
                shortcut: Sequential([convolution(16, 32, 1, stride: 2), BatchNorm2D(32)]))
        default: throw EngineError.unsupported(layer: "", reason: "no such block")
        }
    }

    /// Operations with several inputs. The inputs are channels of one batch, which convolutions
    /// with ones and zeros select exactly.
    @Test(arguments: joins, devices)
    func operationsOfSeveralInputsMatchPyTorch(_ name: String, _ device: String) throws {
        let golden = try Golden("ops/\(name)")
        let names =
            golden.text("op") == "concat"
            ? ["input0", "input1", "input2"] : golden.has("other") ? ["input", "other"] : ["input"]
        let inputs = try names.map { try golden.tensor($0) }
        let joined = Self.join(inputs)
        var graph = Graph(input: joined.shape)
        var parts: [Int] = []
        for (name, input) in zip(names, inputs) {
            parts.append(
                try graph.scope(name) { (graph) throws(ShapeError) in
                    try Conv2D(joined.shape[1], input.shape[1], kernelSize: 1, bias: false)
                        .add(to: &graph, after: 0)
                })
        }
        let shape = try golden.tensor("output").shape
        switch golden.text("op") {
        case "add": _ = graph.add(.add, parts, shape: shape)
        case "concat": _ = graph.add(.concatenate, parts, shape: shape)
        default:
            var output = try graph.scope("norm") { (graph) throws(ShapeError) in
                try BatchNorm2D(shape[1]).add(to: &graph, after: parts[0])
            }
            if parts.count > 1 { output = graph.add(.add, [output, parts[1]], shape: shape) }
            _ = graph.add(.activation(.relu), [output], shape: shape)
        }
        var values: [String: Tensor] = [:]
        var first = 0
        for (name, input) in zip(names, inputs) {
            values["\(name).weight"] = Self.picking(first, input.shape[1], of: joined.shape[1])
            first += input.shape[1]
        }
        let run = try GraphRun(golden, graph, device, input: joined, values)
        let gradients = zip(names, Self.split(run.inputGradient, inputs.map(\.shape)))
        for (name, gradient) in gradients { try run.expect("\(name)_gradient", gradient) }
        for name in ["weight", "bias"] where golden.has(name) {
            try run.expect("\(name)_gradient", try #require(run.gradients["norm.\(name)"]))
        }
        for name in ["running_mean", "running_var"] where golden.has(name) {
            try run.expect("updated_\(name)", try #require(run.parameters["norm.\(name)"]))
        }
    }

    /// Batch norms that share an input, one of them followed by a sum, and concatenated channels
    /// with odd counts, which readers read in different layouts.
    @Test(arguments: [16, 19])
    func devicesAgreeOnSharedInputs(_ growth: Int) throws {
        var graph = Graph(input: [3, 32, 6, 5])
        let first = try graph.scope("first") { (graph) throws(ShapeError) in
            try Conv2D(32, 32, kernelSize: 1).add(to: &graph, after: 0)
        }
        let left = try graph.scope("left") { (graph) throws(ShapeError) in
            try BatchNorm2D(32).add(to: &graph, after: first)
        }
        let sum = graph.add(.add, [first, left], shape: graph.shape(of: left))
        let right = graph.add(.activation(.relu), [sum], shape: graph.shape(of: sum))
        let layer = Sequential([
            "norm": BatchNorm2D(32), "relu": Activation.relu,
            "conv": Conv2D(32, growth, kernelSize: 3, padding: 1, bias: false),
        ])
        let dense = try Dense([("layer", layer)]).add(to: &graph, after: right)
        _ = try graph.scope("last") { (graph) throws(ShapeError) in
            try BatchNorm2D(32 + growth).add(to: &graph, after: dense)
        }
        let shape = graph.outputShape
        _ = graph.add(.flatten, [graph.output], shape: [shape[0], shape.count / shape[0]])
        let factors = NetworkProbe.images("slopes", [graph.outputShape.count]).values
        let images = NetworkProbe.images("input", graph.inputShape)
        var results: [[String: [Float]]] = []
        for device in OperationTests.devices {
            let loss = LinearLoss(factors: factors)
            let program = try device.compile(
                graph,
                CompileOptions(
                    mode: .training(loss: loss, rule: nil), threads: 2, inputGradient: true))
            try program.load(graph.initialParameters(seed: 4))
            _ = try images.withUnsafeValues {
                try program.train(
                    Batch($0, labels: [0, 0, 0]),
                    TrainingStep(learningRate: 0, number: 0, seed: 1))
            }
            var values = ["output": loss.logits]
            values["input gradient"] = try program.inputGradient()?.values
            for parameter in graph.parameters {
                values[parameter.name] = try program.gradient(of: parameter.name)?.values
            }
            results.append(values)
        }
        #expect(results[0].count == 11)
        for (name, values) in results[0] {
            // The bias before a batch norm has an effect only through the sum.
            expectClose(try #require(results[1][name]), values, atol: 2e-4, rtol: 1e-3, name)
        }
    }

    private static func join(_ tensors: [Tensor]) -> Tensor {
        let images = tensors[0].shape[0]
        let channels = tensors.reduce(0) { $0 + $1.shape[1] }
        let values = (0..<images).flatMap { image in
            tensors.flatMap { tensor in
                let size = tensor.count / images
                return tensor.values[image * size..<(image + 1) * size]
            }
        }
        return Tensor(
            values, shape: [images, channels, tensors[0].shape[2], tensors[0].shape[3]])
    }

    private static func split(_ values: [Float], _ shapes: [Shape]) -> [[Float]] {
        var result = [[Float]](repeating: [], count: shapes.count)
        var offset = 0
        for _ in 0..<shapes[0][0] {
            for (index, shape) in shapes.enumerated() {
                let size = shape.count / shape[0]
                result[index] += values[offset..<offset + size]
                offset += size
            }
        }
        return result
    }

    /// The weights `[count, total, 1, 1]` that select the channels `first ..< first + count`.
    private static func picking(_ first: Int, _ count: Int, of total: Int) -> Tensor {
        var values = [Float](repeating: 0, count: count * total)
        for channel in 0..<count { values[channel * total + first + channel] = 1 }
        return Tensor(values, shape: [count, total, 1, 1])
    }
}

/// Two layers without their own names.
private struct Chain: Layer {
    let first: any Layer
    let second: any Layer

    func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        try second.add(to: &graph, after: first.add(to: &graph, after: input))
    }
}

/// One training step of a graph with the input and the output gradient of a golden case; the output
/// is compared.
private struct GraphRun {
    let golden: Golden
    let inputGradient: [Float]
    let gradients: [String: [Float]]
    /// The parameters after the step.
    let parameters: [String: [Float]]

    /// - Parameter values: the values of parameters that the case contains neither under their name
    ///   nor under its last component.
    init(
        _ golden: Golden, _ graph: Graph, _ deviceName: String, input: Tensor,
        _ values: [String: Tensor] = [:]
    ) throws {
        self.golden = golden
        let device = try #require(OperationTests.devices.first { $0.name == deviceName })
        var graph = graph
        let shape = graph.outputShape
        _ = graph.add(.flatten, [graph.output], shape: [shape[0], shape.count / shape[0]])
        let loss = LinearLoss(factors: try golden.values("output_gradient"))
        let program = try device.compile(
            graph,
            CompileOptions(mode: .training(loss: loss, rule: nil), threads: 2, inputGradient: true))
        for parameter in graph.parameters where parameter.role != .counter {
            let last = String(parameter.name.split(separator: ".").last ?? "")
            try program.setParameter(
                parameter.name,
                to: values[parameter.name]
                    ?? golden.tensor(golden.has(parameter.name) ? parameter.name : last))
        }
        _ = try input.withUnsafeValues {
            try program.train(
                Batch($0, labels: [Int32](repeating: 0, count: input.shape[0])),
                TrainingStep(learningRate: 0, number: 0, seed: 1))
        }
        inputGradient = try #require(try program.inputGradient()).values
        var (gradients, parameters) = ([String: [Float]](), [String: [Float]]())
        for parameter in graph.parameters {
            gradients[parameter.name] = try program.gradient(of: parameter.name)?.values
            parameters[parameter.name] = try program.parameter(parameter.name).values
        }
        (self.gradients, self.parameters) = (gradients, parameters)
        try expect("output", loss.logits)
    }

    func expect(
        _ name: String, _ values: [Float], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let distance = try relativeL2(values, golden.values(name))
        #expect(distance < 5e-6, "\(name): \(distance)", sourceLocation: sourceLocation)
    }
}
