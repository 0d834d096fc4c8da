import Engine
import Networks
import TestSupport
import Tensors
import Testing

/// Linear layers in inference, with weights in blocks if oneDNN has kernels for them, otherwise
/// row-major.
@Suite struct LinearTests {
    private static func graph(rows: Int, outputs: Int, relu: Bool) throws -> Graph {
        var graph = Graph(input: [rows, 18, 2, 2])
        var node = graph.add(.flatten, [0], shape: [rows, 72])
        node = try graph.scope("linear") { (graph) throws(ShapeError) in
            try Linear(72, outputs).add(to: &graph, after: node)
        }
        if relu { _ = Activation.relu.add(to: &graph, after: node) }
        return graph
    }

    private static func results(
        _ graph: Graph, _ images: [Float], on device: any Device, threads: Int
    ) throws -> [Float] {
        let program = try device.compile(
            graph, CompileOptions(mode: .inference, threads: threads))
        try program.load(graph.initialParameters(seed: 1))
        return try images.withUnsafeBufferPointer {
            try program.infer(Batch($0, count: graph.inputShape[0]))
        }
    }

    /// Numbers of outputs that are a multiple of 64, larger with a remainder, less than 64, and not
    /// a multiple of eight.
    @Test(arguments: [128, 136, 40, 10], [false, true])
    func theResultOfARowDoesNotDependOnTheBatch(_ outputs: Int, _ relu: Bool) throws {
        let most = 17
        let images = NetworkProbe.images("input", [most, 18, 2, 2]).withUnsafeValues {
            Array($0)
        }
        let reference = try Self.results(
            try Self.graph(rows: most, outputs: outputs, relu: relu), images, on: ReferenceDevice(),
            threads: 1)
        var whole: [Float]?
        for (rows, threads) in [(most, 1), (most, 2), (16, 3), (5, 1), (2, 2), (1, 1)] {
            let graph = try Self.graph(rows: rows, outputs: outputs, relu: relu)
            let mine = try Self.results(
                graph, Array(images.prefix(rows * 72)), on: OneDNNDevice(), threads: threads)
            #expect(relativeL2(mine, Array(reference.prefix(rows * outputs))) < 1e-6)
            if let whole { #expect(mine == Array(whole.prefix(mine.count))) }
            whole = whole ?? mine
        }
    }
}
