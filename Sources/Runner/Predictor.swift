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
    private let threads: Int
    private let kernels: KernelChoices
    private var gradCAM: GradCAM?

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
        threads = ProcessInfo.processInfo.activeProcessorCount
        kernels = KernelCache().load(measures: false)
        let graph = try network.graph(input: [batchSize, 3, transform.crop, transform.crop])
        program = try OneDNNDevice().compile(
            graph,
            CompileOptions(mode: .inference, threads: threads, kernels: kernels))
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
        for batch in batches(files) {
            for (file, answer) in zip(batch, try answers(Array(batch))) {
                try report(ImagePrediction(file: file, logits: answer.map(\.logits)))
            }
        }
    }

    /// Runs the network over the files and looks at what its answers follow from.
    /// - Parameters:
    ///   - label: the class to explain, by its number; nil: the one that the network names.
    ///   - report: called for each file, in order.
    /// - Throws: `EngineError`, `CutError` for a network without feature maps. An image that cannot be read is reported as
    ///   such.
    package func explain(
        _ files: [String], label: Int? = nil,
        report: (String, Result<Explanation, ImageError>) throws -> Void
    ) throws {
        for batch in batches(files) {
            let answers = try answers(Array(batch))
            let labels = answers.map { answer in
                label ?? (try? answer.get()).flatMap { $0.logits.argmax }
            }
            var maps = try maps(of: answers.compactMap { try? $0.get() }, labels.compactMap { $0 })
            for (place, file) in batch.enumerated() {
                try report(
                    file,
                    answers[place].map {
                        Explanation(
                            file: file, logits: $0.logits, image: image($0.pixels),
                            label: labels[place] ?? 0, heat: maps.removeFirst())
                    })
            }
        }
    }

    private func batches(_ files: [String]) -> [ArraySlice<String>] {
        let size = program.graph.inputShape[0]
        return stride(from: 0, to: files.count, by: size).map {
            files[$0..<min($0 + size, files.count)]
        }
    }

    /// An image as the network takes it, and what it says.
    private struct Answer {
        /// `[3, crop, crop]`
        let pixels: [Float]
        let logits: [Float]
    }

    /// At most a batch.
    private func answers(_ files: [String]) throws -> [Result<Answer, ImageError>] {
        let decoded = Parallel.map(count: files.count) { decode(files[$0]) }
        let readable = decoded.compactMap { try? $0.get() }
        var logits: ArraySlice<Float> = []
        if !readable.isEmpty {
            logits = try withBatch(readable) { try program.infer($0) }[...]
        }
        return decoded.map { pixels in
            pixels.map { pixels in
                defer { logits = logits.dropFirst(classes.count) }
                return Answer(pixels: pixels, logits: Array(logits.prefix(classes.count)))
            }
        }
    }

    private func maps(of answers: [Answer], _ labels: [Int]) throws -> [HeatMap] {
        if answers.isEmpty { return [] }
        let gradCAM =
            try gradCAM
            ?? GradCAM(
                program.graph, sharing: program, on: OneDNNDevice(), threads: threads,
                kernels: kernels)
        self.gradCAM = gradCAM
        return try withBatch(answers.map(\.pixels)) {
            try gradCAM.maps(of: $0, classes: Array(labels.prefix(answers.count)))
        }
    }

    private func withBatch<R>(
        _ images: [[Float]], _ body: (ImageBatch) throws -> R
    ) rethrows -> R {
        try images.flatMap { $0 }.withUnsafeBufferPointer {
            try body(ImageBatch($0, count: images.count))
        }
    }

    private func image(_ pixels: [Float]) -> RGBImage {
        let side = program.graph.inputShape[2]
        return RGBImage(
            width: side, height: side,
            pixels: pixels.withUnsafeBufferPointer { Normalization.imageNet.bytes(of: $0) })
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
