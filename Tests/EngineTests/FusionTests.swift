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
                        "conv1": convolution(8, 8, 3), "bn1": BatchNorm2D(8),
                        "relu": Activation.relu,
                        "conv2": convolution(8, 8, 3), "bn2": BatchNorm2D(8),
                    ]), shortcut: Sequential([convolution(8, 8, 1), BatchNorm2D(8)]))
            ),
            (
                "dense",
                Dense([
                    (
                        "layer",
                        Sequential([
                            "norm": BatchNorm2D(8), "relu": Activation.relu,
                            "conv": convolution(8, 8, 3),
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
        let graph = try graph()
        let expected = try DeviceRun(graph, on: ReferenceDevice(), isTraining: isTraining).values
        let actual = try DeviceRun(graph, on: device, isTraining: isTraining).values
        return expected.filter { name, values in
            guard let other = actual[name] else { return true }
            return !Comparison(other, values, atol: 1e-4, rtol: 1e-3).isClose
        }.map(\.key).sorted()
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
