import Engine
import Networks
import Tensors
import TestSupport
import Testing
import Training

/// Networks in two parts: a backbone that computes features, and a tail that trains on them.
@Suite struct GraphSplitTests {
    static let splits = [
        ("cnn4", "features.5"), ("cnn4", "classifier"), ("alexnet", "features.8"),
        ("resnet18", "layer4"), ("resnet18", "layer3.1"), ("resnet50", "layer4"),
        ("densenet121", "features.denseblock4"),
        ("densenet121", "features.transition3"), ("densenet121", "features.norm5"),
        ("densenet121", "classifier"), ("resnet18", "avgpool"), ("vgg11", "features.16"),
    ]

    /// A partial batch has the same logits through both parts as through the whole network.
    @Test(arguments: splits)
    func partsComputeWhatTheWholeDoes(_ kind: String, _ layer: String) throws {
        let probe = try SplitProbe(kind, layer)
        for device in OperationTests.devices where kind == "cnn4" || device is OneDNNDevice {
            let features = try probe.infer(device, probe.parts.backbone, probe.images)
            #expect(features.count == 3 * probe.parts.backbone.outputWidth)
            let logits = try probe.infer(
                device, probe.parts.tail, probe.padded(features, probe.parts.tail.inputShape))
            let whole = try probe.infer(device, probe.whole, probe.images)
            #expect(relativeL2(logits, whole) < 1e-5)
        }
    }

    /// The loss and the gradients of the tail agree on both devices; its first layers read the
    /// batch.
    @Test(arguments: splits.filter { $0.0 != "alexnet" && $0.0 != "vgg11" && $0.0 != "resnet50" })
    func devicesAgreeOnTheTail(_ kind: String, _ layer: String) throws {
        let probe = try SplitProbe(kind, layer)
        let tail = probe.parts.tail
        let features = probe.padded(
            try probe.infer(OneDNNDevice(), probe.parts.backbone, probe.images), tail.inputShape)
        var results: [[String: [Float]]] = []
        for device in OperationTests.devices {
            let program = try device.compile(
                tail, CompileOptions(mode: .training(loss: CrossEntropy(), rule: nil), threads: 2))
            try program.load(probe.parameters)
            let loss = try features.withUnsafeValues {
                try program.train(
                    Batch($0, labels: [0, 2, 1]),
                    TrainingStep(learningRate: 0, number: 3, seed: 5))
            }
            var values = ["loss": [Float(loss.mean)]]
            for parameter in tail.parameters {
                values[parameter.name] =
                    try program.gradient(of: parameter.name)?.values
                    ?? program.parameter(parameter.name).values
            }
            results.append(values)
        }
        for (name, expected) in results[0] {
            let got = try #require(results[1][name])
            #expect(relativeL2(got, expected) < 2e-3, "\(name)")
        }
        #expect(results[0].count == tail.parameters.count + 1)
    }
}

private struct SplitProbe {
    let whole: Graph
    let parts: GraphSplit
    let parameters: [String: Tensor]
    let images: Tensor

    init(_ kind: String, _ layer: String) throws {
        let network = try #require(NetworkRegistry.make(kind, classes: 3, imageSize: 64))
        whole = try network.graph(input: [4, 3, 64, 64])
        parts = try whole.split(from: layer)
        parameters = whole.initialParameters(seed: 3)
        images = NetworkProbe.images("input", whole.inputShape)
    }

    func infer(_ device: any Device, _ graph: Graph, _ batch: Tensor) throws -> [Float] {
        let program = try device.compile(graph, CompileOptions(mode: .inference, threads: 2))
        try program.load(parameters)
        return try batch.withUnsafeValues { try program.infer(Batch($0, count: 3)) }
    }

    func padded(_ values: [Float], _ shape: Shape) -> Tensor {
        Tensor(values + Array(repeating: 0, count: shape.count - values.count), shape: shape)
    }
}
