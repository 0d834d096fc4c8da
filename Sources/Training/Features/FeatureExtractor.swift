package import Datasets
package import Engine
import Files
import Foundation
package import Networks
package import Tensors

/// A frozen backbone with its parameters: computes the features of images, in batches of its own.
/// Not thread-safe.
package struct FeatureExtractor {
    /// Images of a batch, whatever a study's batch size is.
    package static let batchSize = 32
    /// The version of what is computed; counted up when the same key would give other features.
    private static let version = 1

    private let program: any Program
    /// That the program runs on.
    private let threads: Int
    /// Of all that decides the features besides the images.
    private let digest: String

    /// Compiles the backbone.
    /// - Parameters:
    ///   - backbone: laid out for `batchSize` images.
    ///   - parameters: all of the backbone's, by name.
    /// - Throws: `EngineError`.
    package init(
        _ backbone: Graph, on device: any Device, parameters: [String: Tensor], threads: Int
    ) throws {
        self.threads = threads
        program = try device.compile(
            backbone, CompileOptions(mode: .inference, threads: threads))
        try program.load(parameters)
        let digests = try backbone.parameters.map { parameter in
            let bytes = parameters[parameter.name]?.withUnsafeValues {
                SHA256Digest.of(UnsafeRawBufferPointer($0))
            }
            guard let bytes else { throw EngineError.missingParameter(parameter.name) }
            return "\(parameter.name) \(bytes)"
        }
        // Settings such as a stride, and the kernels, on which the last bits depend.
        let operations = backbone.nodes.map { "\($0.operation) \($0.inputs) \($0.shape)" }
        let calls = program.plan.entries.map { "\($0.operation) \($0.layouts) \($0.kernel)" }
        digest = SHA256Digest.of(
            (["\(Self.version) \(device.name)"] + operations + calls + digests)
                .joined(separator: "\n"))
    }

    /// Values of an image's features.
    package var width: Int { program.graph.outputWidth }

    /// The key under which the features of images are kept.
    /// - Parameter content: a digest of the images as they are given to the backbone.
    package func key(content: String) -> String { SHA256Digest.of("\(digest) \(content)") }

    /// The features of images, `[count, width]`, any number of them.
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
    ///   - take: is given the features of each batch, `[n, width]`.
    ///   - progress: called with the number of examples done, after each batch.
    package func run(
        over examples: any ExampleSource, progress: (Int) throws -> Void = { _ in },
        take: ([Float]) throws -> Void
    ) throws {
        let loader = BatchLoader(
            examples, order: Array(0..<examples.count),
            batchSize: program.graph.inputShape[0], threads: examples.isComputed ? threads : 1)
        defer { loader.stop() }
        var done = 0
        while let batch = loader.next() {
            try take(try program.infer(batch))
            done += batch.count
            try progress(done)
        }
    }
}
