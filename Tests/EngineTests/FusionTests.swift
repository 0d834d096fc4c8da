import Engine
import Networks
import Tensors
import TestSupport
import Testing

/// The comparison with the reference device finds incorrect fusions: the devices agree on a graph
/// with every kind of fusion, and disagree if a fusion is incorrect.
@Suite struct FusionTests {
    /// A residual block, and a dense block followed by a transition.
    private static func graph() throws -> Graph {
        func convolution(_ inChannels: Int, _ outChannels: Int, _ size: Int) -> Conv2D {
            Conv2D(inChannels, outChannels, kernelSize: size, padding: size / 2, bias: false)
        }
        var graph = Graph(input: [4, 8, 6, 6])
        let layers: [(String, any Layer)] = [
            (
                "block",
                Residual(
                    Sequential([
                        "conv1": convolution(8, 8, 3), "bn1": BatchNorm2D(8), "relu": Activation.relu,
                        "conv2": convolution(8, 8, 3), "bn2": BatchNorm2D(8),
                    ]), shortcut: Sequential([convolution(8, 8, 1), BatchNorm2D(8)]))
            ),
            (
                "dense",
                Dense([
                    (
                        "layer",
                        Sequential([
                            "norm": BatchNorm2D(8), "relu": Activation.relu, "conv": convolution(8, 8, 3),
                        ])
                    )
                ])
            ),
            (
                "transition",
                Sequential([
                    "norm": BatchNorm2D(16), "relu": Activation.relu, "conv": convolution(16, 8, 1),
                    "pool": AvgPool2D(2, stride: 2),
                ])
            ),
        ]
        var node = 0
        for (name, layer) in layers {
            node = try graph.scope(name) { (graph) throws(ShapeError) in
                try layer.add(to: &graph, after: node)
            }
        }
        _ = graph.add(.flatten, [node], shape: [4, graph.outputShape.count / 4])
        return graph
    }

    /// The names of the tensors in which a device differs from the reference device: the output
    /// and, after a training step, the gradients and the running statistics.
    private static func differences(_ device: any Device, isTraining: Bool) throws -> [String] {
        let expected = try results(ReferenceDevice(), isTraining: isTraining)
        let actual = try results(device, isTraining: isTraining)
        return expected.filter { name, values in
            guard let other = actual[name] else { return true }
            return !Comparison(other, values, atol: 1e-4, rtol: 1e-3).isClose
        }.map(\.key).sorted()
    }

    private static func results(
        _ device: any Device, isTraining: Bool
    ) throws -> [String: [Float]] {
        let graph = try graph()
        let images = NetworkProbe.images("input", graph.inputShape)
        let loss = LinearLoss(
            factors: NetworkProbe.images("slopes", [graph.outputShape.count]).values)
        let program = try device.compile(
            graph,
            CompileOptions(
                mode: isTraining ? .training(loss: loss, rule: nil) : .inference, threads: 2,
                inputGradient: isTraining))
        for parameter in graph.parameters {
            // The values differ from the initial ones, so that a batch norm in inference is not the
            // identity.
            let noise = NetworkProbe.images(parameter.name, parameter.shape)
            let isPositive = parameter.name.hasSuffix("running_var")
            try program.setParameter(
                parameter.name,
                to: isPositive
                    ? Tensor(noise.values.map { 1 + abs($0) }, shape: noise.shape) : noise)
        }
        return try images.withUnsafeValues { values in
            let batch = Batch(values, labels: [0, 0, 0, 0])
            guard isTraining else { return ["output": try program.infer(batch)] }
            _ = try program.train(
                batch, TrainingStep(learningRate: 0, number: 0, seed: 1))
            var results = ["output": loss.logits]
            results["input gradient"] = try program.inputGradient()?.values
            for parameter in graph.parameters {
                results[parameter.name] =
                    try program.gradient(of: parameter.name)?.values
                    ?? (parameter.role == .weight
                        ? nil : try program.parameter(parameter.name).values)
            }
            return results
        }
    }

    @Test(arguments: [true, false])
    func devicesAgree(isTraining: Bool) throws {
        #expect(try Self.differences(OneDNNDevice(), isTraining: isTraining) == [])
    }

    @Test(
        arguments: FusionFault.allCases.flatMap { fault in
            (fault == .swappedNorm ? [false] : [true, false]).map { (fault, $0) }
        })
    func anIncorrectFusionIsFound(_ fault: FusionFault, isTraining: Bool) throws {
        let device = OneDNNDevice(fault: fault)
        #expect(try Self.differences(device, isTraining: isTraining).contains("output"))
    }
}
