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
    private let transform: EvaluationTransform
    private let table = Normalization.imageNet.table

    /// - Parameters:
    ///   - parameters: all of the network's, by name; counters may be missing.
    ///   - batchSize: images that are run at once.
    /// - Throws: `ShapeError` when the network cannot take images of that size; `EngineError`.
    package init(
        _ network: Network, classes: [String], transform: EvaluationTransform,
        parameters: [String: Tensor], batchSize: Int
    ) throws {
        self.classes = classes
        self.transform = transform
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
        let decoded = try Parallel.map(count: batch.count) { decode(batch[$0]) }
        let size = transform.byteCount
        let readable = decoded.compactMap { try? $0.get() }
        var images = [Float](repeating: 0, count: max(1, readable.count) * size)
        images.withUnsafeMutableBufferPointer { images in
            guard let base = images.baseAddress else { return }
            for (index, pixels) in readable.enumerated() {
                pixels.withUnsafeBufferPointer {
                    Normalization.apply(table, $0, into: base + index * size)
                }
            }
        }
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

    /// `[crop, crop, 3]`
    private func decode(_ file: String) -> Result<[UInt8], ImageError> {
        var pixels = [UInt8](repeating: 0, count: transform.byteCount)
        do {
            try pixels.withUnsafeMutableBufferPointer { try transform.apply(path: file, into: $0) }
            return .success(pixels)
        } catch let error as ImageError {
            return .failure(error)
        } catch {
            return .failure(ImageError(path: file, problem: .unreadable("\(error)")))
        }
    }
}
