import Datasets
import Engine
import Foundation
package import Images
package import Networks
package import Tensors

/// A network compiled for inference, for image files. Not thread-safe.
package final class Predictor {
    /// In the order of the logits.
    package let classes: [String]
    private let program: any Program
    private let input: NetworkInput

    /// - Parameters:
    ///   - parameters: all of the network's, by name; counters may be missing.
    ///   - batchSize: images that are run at once.
    /// - Throws: `ShapeError` when the network cannot take images of that size; `EngineError`.
    package init(
        _ network: Network, classes: [String], transform: EvaluationTransform,
        parameters: [String: Tensor], batchSize: Int
    ) throws {
        self.classes = classes
        input = NetworkInput(transform)
        let graph = try network.graph(input: [batchSize, 3, transform.crop, transform.crop])
        program = try OneDNNDevice().compile(
            graph,
            CompileOptions(
                mode: .inference, threads: ProcessInfo.processInfo.activeProcessorCount,
                kernels: KernelCache().load(measures: false)))
        for parameter in graph.parameters {
            let value =
                parameters[parameter.name] ?? parameter.initializer.tensor(for: parameter, seed: 0)
            try program.setParameter(parameter.name, to: value)
        }
    }

    /// Runs the network over the files.
    /// - Parameter report: called for each file, in order.
    /// - Throws: `EngineError`. An image that cannot be read is reported as such.
    package func predict(_ files: [String], report: (ImagePrediction) throws -> Void) throws {
        let batchSize = program.graph.inputShape[0]
        for start in stride(from: 0, to: files.count, by: batchSize) {
            let batch = files[start..<min(start + batchSize, files.count)]
            for prediction in try predict(batch: Array(batch)) { try report(prediction) }
        }
    }

    private func predict(batch: [String]) throws -> [ImagePrediction] {
        let decoded = Parallel.map(count: batch.count) { decode(batch[$0]) }
        let readable = decoded.compactMap { try? $0.get() }
        let images = readable.flatMap { $0 }
        var logits: ArraySlice<Float> = []
        if !readable.isEmpty {
            logits = try images.withUnsafeBufferPointer {
                try program.infer(ImageBatch($0, count: readable.count))
            }[...]
        }
        return zip(batch, decoded).map { file, pixels in
            let row = pixels.map { _ in Array(logits.prefix(classes.count)) }
            if case .success = row { logits = logits.dropFirst(classes.count) }
            return ImagePrediction(file: file, logits: row)
        }
    }

    /// `[3, crop, crop]`
    private func decode(_ file: String) -> Result<[Float], ImageError> {
        do {
            let values = try [Float](unsafeUninitializedCapacity: input.width) { buffer, count in
                guard let target = buffer.baseAddress else { return }
                try input.read(path: file, into: target)
                count = input.width
            }
            return .success(values)
        } catch let error as ImageError {
            return .failure(error)
        } catch {
            return .failure(ImageError(path: file, problem: .unreadable("\(error)")))
        }
    }
}
