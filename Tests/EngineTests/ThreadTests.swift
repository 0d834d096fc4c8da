import Engine
import JSON
import Networks
import Tensors
import Testing
import TestSupport
import Training
import Vocabulary

/// The guarantees about the number of threads, for networks of each family at their smallest
/// size: the same number gives identical results, and another number changes only the order of
/// sums.
@Suite struct ThreadTests {
    private static let batch = 4

    private static func graph(_ kind: String) throws -> Graph {
        let size = max(
            32, try #require(NetworkRegistry.all.first { $0.kind == kind }).minimumImageSize)
        let network = try #require(NetworkRegistry.make(kind, classes: 3, imageSize: size))
        return try network.graph(input: [batch, 3, size, size])
    }

    /// Losses, norms of gradients and parameters of two steps.
    private static func train(
        _ graph: Graph, threads: Int
    ) throws -> (numbers: [Double], parameters: [String: Tensor]) {
        let rule = SGD(SettingValues(SGD.settings, ["momentum": .number(0.9)]))
        let program = try OneDNNDevice().compile(
            graph,
            CompileOptions(mode: .training(loss: CrossEntropy(), rule: rule), threads: threads))
        try program.load(graph.initialParameters(seed: 1))
        var numbers: [Double] = []
        for step in 0..<2 {
            let loss = try NetworkProbe.images("input-\(step)", graph.inputShape).withUnsafeValues {
                try program.train(
                    Batch($0, labels: [0, 1, 2, 0]),
                    TrainingStep(learningRate: 0.001, number: step, seed: 1))
            }
            numbers += [loss.mean, program.gradientNorm]
        }
        return (numbers, try program.parameters())
    }

    @Test(arguments: NetworkKinds.families) func theSameNumberGivesIdenticalResults(_ kind: String)
        throws
    {
        let graph = try Self.graph(kind)
        let runs = try (0..<2).map { _ in try Self.train(graph, threads: 2) }
        #expect(runs[0].numbers == runs[1].numbers)
        #expect(runs[0].parameters == runs[1].parameters)
    }

    @Test(arguments: NetworkKinds.families) func anotherNumberChangesRoundingAlone(_ kind: String)
        throws
    {
        let graph = try Self.graph(kind)
        let (one, three) = (
            try Self.train(graph, threads: 1).numbers, try Self.train(graph, threads: 3).numbers
        )
        // Only the first step is compared: training amplifies rounding, most of all after batch
        // norms over few values.
        for (a, b) in zip(one.prefix(2), three.prefix(2)) {
            #expect(abs(a - b) <= 1e-3 * abs(a), "\(one), \(three)")
        }
    }

    /// Sums over parameters, images and blocks by the engine's own kernels do not depend on the
    /// number of threads.
    @Test func sumsOfOwnKernelsDoNotDependOnThreads() throws {
        var graph = Graph(input: [6, 16, 9, 9])
        var node = try graph.scope("norm") { (graph) throws(ShapeError) in
            try BatchNorm2D(16).add(to: &graph, after: 0)
        }
        node = Activation.relu.add(to: &graph, after: node)
        node = AdaptiveAvgPool2D(1).add(to: &graph, after: node)
        _ = graph.add(.flatten, [node], shape: [6, 16])
        let runs = try [1, 2, 3, 5].map { threads in
            let rule = SGD(SettingValues(SGD.settings))
            let program = try OneDNNDevice().compile(
                graph,
                CompileOptions(mode: .training(loss: CrossEntropy(), rule: rule), threads: threads))
            try program.load(graph.initialParameters(seed: 1))
            let loss = try NetworkProbe.images("input", graph.inputShape).withUnsafeValues {
                try program.train(
                    Batch($0, labels: [0, 1, 2, 3, 4, 5]),
                    TrainingStep(learningRate: 0.1, number: 0, seed: 1))
            }
            return [loss.mean, program.gradientNorm]
                + graph.parameters.flatMap { parameter in
                    ((try? program.parameter(parameter.name).values) ?? [.nan]).map { Double($0) }
                }
        }
        for run in runs { #expect(run == runs[0] && run.allSatisfy { $0.isFinite }) }
    }
}
