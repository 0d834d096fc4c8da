package import Datasets
package import Engine
package import Files
import Foundation
package import Images
package import Networks
package import Tensors

/// A network compiled for inference, for pictures. What it says of one does not depend on which
/// others are asked about with it. Not thread-safe.
package final class Predictor {
    /// In the order of the logits.
    package let classes: [String]
    /// How pictures become the input of the network; safe on other threads.
    package let input: NetworkInput
    private let programs: BatchPrograms
    private var gradCAM: GradCAM?

    /// From this many pictures on, larger batches are worth looking for.
    private static let manyPictures = 64
    private static let largestBatch = 16

    /// Compiles a network, on the kernels that were measured before, if any.
    /// - Parameters:
    ///   - parameters: all of the network's, by name; counters may be missing.
    ///   - pictures: how many will be asked about, where that is known.
    /// - Throws: `ShapeError` when the network cannot take images of that size; `EngineError`.
    package init(
        _ network: Network, on device: any Device, classes: [String],
        transform: EvaluationTransform, normalization: PixelNormalization,
        parameters: [String: Tensor], pictures: Int? = nil
    ) throws {
        self.classes = classes
        input = NetworkInput(transform, normalization)
        programs = try BatchPrograms(
            { try network.graph(input: [$0, 3, transform.crop, transform.crop]) },
            on: device.with(KernelCache().load(measures: false)), parameters: parameters)
        if let pictures, pictures >= Self.manyPictures { while try grow() {} }
    }

    /// Looks for a larger batch in which pictures have the same bits; worth it once there are many.
    /// - Returns: whether there are more to look for.
    /// - Throws: `EngineError`.
    package func grow() throws -> Bool { try programs.grow() }

    /// Pictures that are worth asking about at once; more take more passes.
    package var batchSize: Int { Self.largestBatch }
    /// Pictures that pass through the network at once.
    package var largestPass: Int { programs.largest }

    /// Runs the network over the files.
    /// - Parameter report: called for each file, in order.
    /// - Throws: `EngineError`. An image that cannot be read is reported as such.
    package func predict(_ files: [FilePath], report: (ImagePrediction) throws -> Void) throws {
        for batch in batches(files) {
            for (file, answer) in zip(batch, try answers(batch)) {
                try report(
                    ImagePrediction(
                        file: "\(file)", logits: answer.map(\.logits),
                        facts: (try? answer.get())?.facts ?? ImageFacts()))
            }
        }
    }

    /// Runs the network over the files and looks at what its answers follow from.
    /// - Parameters:
    ///   - label: the class to explain, by its number; nil: the one that the network names.
    ///   - report: called for each file, in order.
    /// - Throws: `EngineError`, `ExplanationError` for a network without feature maps. An image
    ///   that cannot be read is reported as such.
    package func explain(
        _ files: [FilePath], label: Int? = nil,
        report: (String, Result<Explanation, ImageError>) throws -> Void
    ) throws {
        for batch in batches(files) {
            for (file, answer) in zip(batch, try answers(batch)) {
                switch answer {
                case .success(let answer):
                    let label = label ?? answer.logits.argmax ?? 0
                    let explanation = Explanation(
                        file: "\(file)", logits: answer.logits, image: image(answer.pixels),
                        label: label, heat: try heat(of: answer.pixels, label: label))
                    try report("\(file)", .success(explanation))
                case .failure(let error):
                    try report("\(file)", .failure(error))
                }
            }
        }
    }

    /// What the network says of pictures.
    /// - Parameter images: of `input`, `[3, crop, crop]` each.
    /// - Returns: the logits of each.
    /// - Throws: `EngineError`.
    package func logits(_ images: [[Float]]) throws -> [[Float]] {
        guard !images.isEmpty else { return [] }
        let all = try programs.infer(images.flatMap { $0 }, count: images.count)
        return images.indices.map { Array(all[$0 * classes.count..<($0 + 1) * classes.count]) }
    }

    /// Where the network looks for a class.
    /// - Parameters:
    ///   - image: of `input`, `[3, crop, crop]`.
    ///   - label: the class, by its number.
    /// - Throws: `EngineError`, `ExplanationError` for a network without feature maps.
    package func heat(of image: [Float], label: Int) throws -> HeatMap {
        let gradCAM: GradCAM
        do { gradCAM = try self.gradCAM ?? programs.gradCAM() } catch let error as GraphSplitError {
            throw ExplanationError(description: error.description)
        }
        self.gradCAM = gradCAM
        return try image.withUnsafeBufferPointer {
            try gradCAM.maps(of: Batch($0, count: 1), classes: [label])[0]
        }
    }

    /// The picture that the network's input was made of, as far as it sees it.
    /// - Parameter pixels: `[3, crop, crop]`
    package func image(_ pixels: [Float]) -> RGBImage {
        let side = input.transform.crop
        return RGBImage(
            width: side, height: side,
            pixels: pixels.withUnsafeBufferPointer { input.normalization.bytes(of: $0) })
    }

    private func batches(_ files: [FilePath]) -> [[FilePath]] {
        stride(from: 0, to: files.count, by: batchSize).map {
            Array(files[$0..<min($0 + batchSize, files.count)])
        }
    }

    /// An image as the network takes it, and what it says.
    private struct Answer {
        /// `[3, crop, crop]`
        let pixels: [Float]
        /// What its file says that the pixels do not show.
        let facts: ImageFacts
        let logits: [Float]
    }

    private func answers(_ files: [FilePath]) throws -> [Result<Answer, ImageError>] {
        let input = input
        let decoded = Parallel.map(count: files.count) { index in
            Result { () throws(ImageError) in try input.described(.file(files[index])) }
        }
        var rows = try logits(decoded.compactMap { (try? $0.get())?.values })[...]
        return decoded.map { image in
            image.map {
                Answer(pixels: $0.values, facts: $0.facts, logits: rows.popFirst() ?? [])
            }
        }
    }
}
