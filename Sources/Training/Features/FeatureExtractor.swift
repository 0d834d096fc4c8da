package import Datasets
package import Engine
import Files
import Foundation
package import Networks
package import Tensors
package import Vocabulary

/// A frozen backbone with its parameters, which computes the features of images in batches of a
/// fixed size. It is not thread-safe.
package struct FeatureExtractor {
    /// The number of images in a batch, independent of the batch size of a study.
    package static let batchSize = 32
    /// The version of the computation; it increases when the same key would give different
    /// features.
    private static let version = 1

    private let program: any Program
    /// The number of threads of the program.
    private let threads: Int
    /// The digest of everything that determines the features except the images.
    private let digest: String

    /// Compiles a backbone.
    /// - Parameters:
    ///   - backbone: the graph, for batches of `batchSize` images.
    ///   - parameters: the values of all parameters of the backbone, by name.
    ///   - precision: the number format in which the backbone computes.
    /// - Throws: `EngineError`.
    package init(
        _ backbone: Graph, on device: any Device, parameters: [String: Tensor],
        precision: ComputePrecision = .fp32, threads: Int
    ) throws {
        self.threads = threads
        program = try device.compile(
            backbone, CompileOptions(mode: .inference, precision: precision, threads: threads))
        try program.load(parameters)
        let digests = try backbone.parameters.map { parameter in
            let bytes = parameters[parameter.name]?.withUnsafeValues {
                SHA256Digest.of(UnsafeRawBufferPointer($0))
            }
            guard let bytes else { throw EngineError.missingParameter(parameter.name) }
            return "\(parameter.name) \(bytes)"
        }
        // The digest includes settings such as strides, and the kernels, which determine the last
        // bits.
        let operations = backbone.nodes.map { "\($0.operation) \($0.inputs) \($0.shape)" }
        let calls = program.plan.entries.map { "\($0.operation) \($0.layouts) \($0.kernel)" }
        digest = SHA256Digest.of(
            (["\(Self.version) \(device.name)"] + operations + calls + digests)
                .joined(separator: "\n"))
    }

    /// The number of features per image.
    package var width: Int { program.graph.outputWidth }

    /// The key of the features of images in the cache.
    /// - Parameter content: a digest of the images that are the input of the backbone.
    package func key(content: String) -> String { SHA256Digest.of("\(digest) \(content)") }

    /// Computes the features of any number of images.
    /// - Returns: the features, `[count, width]`.
    /// - Throws: `EngineError`.
    package func features(of images: Batch) throws -> [Float] {
        let size = program.graph.inputShape.count / program.graph.inputShape[0]
        let capacity = program.graph.inputShape[0]
        var features: [Float] = []
        features.reserveCapacity(images.count * width)
        for start in stride(from: 0, to: images.count, by: capacity) {
            let end = min(start + capacity, images.count)
            let part = UnsafeBufferPointer(rebasing: images.values[start * size..<end * size])
            features += try program.infer(Batch(part, count: end - start))
        }
        return features
    }

    /// Computes the features of all examples, in order.
    /// - Parameters:
    ///   - take: receives the features of each batch, `[n, width]`.
    ///   - progress: called after each batch with the number of examples done.
    package func run(
        over examples: any ExampleSource, progress: (Int) throws -> Void = { _ in },
        take: ([Float]) throws -> Void
    ) throws {
        let loader = BatchLoader(
            examples, order: Array(0..<examples.count),
            batchSize: program.graph.inputShape[0], threads: examples.isComputed ? threads : 1)
        defer { loader.stop() }
        var done = 0
        while let batch = try loader.next() {
            try take(try program.infer(batch))
            done += batch.count
            try progress(done)
        }
    }
}
