import Engine
import Networks
import Tensors
import Testing
import Training

@Suite struct PlanTests {
    /// No program uses a kernel named `ref`, which is a slow path of oneDNN for unusual layouts, or
    /// its pooling in `nchw`, which is slow too.
    @Test(
        arguments: NetworkKinds.families.map { ($0, 64) }
            + ["alexnet", "vgg16", "resnet50", "densenet201"].map { ($0, 224) }, [1, 16])
    func usesNoReferenceKernel(_ network: (kind: String, size: Int), _ batch: Int) throws {
        let made = try #require(
            NetworkRegistry.make(network.kind, classes: 2, imageSize: network.size))
        let graph = try made.graph(input: [batch, 3, network.size, network.size])
        for mode in [CompileOptions.Mode.inference, .training(loss: CrossEntropy(), rule: nil)] {
            let program = try OneDNNDevice().compile(graph, CompileOptions(mode: mode, threads: 2))
            let slow = program.plan.kernels.filter { name in
                ["ref", "simple_nchw"].contains { name.contains($0) }
            }
            #expect(slow.isEmpty)
            // Every convolution and every linear layer has its own kernels.
            let weights = graph.parameters.count { $0.shape.rank > 1 }
            var passes: [Plan.Pass] = [.forward]
            if case .training = mode { passes.append(.backwardWeights) }
            for pass in passes {
                let layers = Set(program.plan.entries.filter { $0.pass == pass }.map(\.layer))
                #expect(layers.count >= weights, "\(pass): \(layers.count) of \(weights)")
            }
        }
    }
}
