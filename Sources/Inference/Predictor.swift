import Datasets
package import Engine
package import Files
import Foundation
package import Images
package import Networks
import Results
import Studies
package import Tensors
package import Vocabulary

/// A network compiled for inference. The prediction for an image does not depend on the other
/// images that are predicted with it. Not thread-safe.
package final class Predictor {
    /// The names of the classes, in the order of the logits.
    package let classes: [String]
    /// The preprocessing of images; safe on other threads.
    package let input: NetworkInput
    /// The number format of the computation.
    package let precision: ComputePrecision
    /// The compiled network, in batches of several sizes.
    package let programs: BatchPrograms
    private let batchSize: Int
    private var gradCAM: GradCAM?

    /// The minimum number of images for which larger batches are tested.
    private static let manyImages = 64

    /// Compiles a network with the kernels that were measured before, if there are any.
    /// - Parameters:
    ///   - device: the device that compiles the network.
    ///   - precision: the number format of the computation.
    ///   - parameters: all parameters of the network by name; counters may be missing.
    ///   - images: the number of images to predict; nil if it is unknown.
    ///   - fixed: the batch size and number of threads to use; nil: those that suit the images.
    /// - Throws: `ShapeError` if the network does not support images of that size; `EngineError`.
    package init(
        _ network: Network, on device: any Device, classes: [String],
        transform: EvaluationTransform, normalization: PixelNormalization,
        precision: ComputePrecision = .fp32, parameters: [String: Tensor], images: Int? = nil,
        fixed: (size: Int, threads: Int)? = nil
    ) throws {
        self.classes = classes
        self.precision = precision
        input = NetworkInput(transform, normalization)
        programs = try BatchPrograms(
            { try network.graph(input: [$0, 3, transform.crop, transform.crop]) },
            on: device.with(KernelCache().load(measures: false)), precision: precision,
            parameters: parameters, fixed: fixed)
        batchSize = fixed?.size ?? BatchPrograms.largestSize
        if let images, images >= Self.manyImages { while try programs.grow() {} }
    }

    /// Compiles a trained network.
    /// - Parameters:
    ///   - precision: the number format of the computation; nil: that of the training, or fp32 if
    ///     the processor does not support it.
    ///   - images: the number of images to predict; nil if it is unknown.
    ///   - isOfTraining: true to compute as the evaluations of the training did, in minibatches of
    ///     the same size, so that the same images get the same probabilities.
    /// - Throws: `FileError` if the checkpoint cannot be read; `ShapeError`, `EngineError`.
    package convenience init(
        _ trained: TrainedNetwork, on device: any Device, precision: PrecisionSetting? = nil,
        images: Int? = nil, asInTraining isOfTraining: Bool = false
    ) throws {
        let fixed = trained.record.flatMap { record in
            record.settings.training.map { (size: $0.batchSize, threads: record.platform.threads) }
        }
        try self.init(
            trained.network, on: device, classes: trained.classes, transform: trained.transform,
            normalization: trained.normalization,
            precision: trained.precision(precision, hasBFloat16: OneDNNLibrary.supports(.bf16)),
            parameters: trained.parameters, images: images, fixed: isOfTraining ? fixed : nil)
    }

    /// Predicts the images in files.
    /// - Parameter report: called for each file in order, with its path; with its prediction, or
    ///   the error if the image cannot be read; and with the properties of the file that are not
    ///   visible in the pixels, which are empty after an error.
    /// - Throws: `EngineError`; the errors of `report`.
    package func predict(
        _ files: [FilePath],
        report: (String, ImagePrediction, ImageProperties) throws -> Void
    ) throws {
        for batch in batches(files) {
            let images = decoded(batch)
            for ((file, image), prediction) in zip(zip(batch, images), try predictions(images)) {
                try report(
                    "\(file)", prediction, (try? image.get())?.properties ?? ImageProperties())
            }
        }
    }

    /// Predicts the images in files, and computes the heat map of a class for each image.
    /// - Parameters:
    ///   - label: the index of the class to explain; nil: the predicted class.
    ///   - report: called for each file in order, with the error if the image cannot be read.
    /// - Throws: `EngineError`, `ExplanationError` for a network without feature maps; the errors
    ///   of `report`.
    package func explain(
        _ files: [FilePath], label: Int? = nil,
        report: (String, Result<Explanation, ImageError>) throws -> Void
    ) throws {
        for batch in batches(files) {
            let images = decoded(batch)
            for ((file, image), prediction) in zip(zip(batch, images), try predictions(images)) {
                switch (image, prediction) {
                case (.success(let image), .success(let prediction)):
                    let label = label ?? prediction.predicted
                    let explanation = Explanation(
                        file: "\(file)", prediction: prediction, image: self.image(image.values),
                        label: label, heat: try heat(of: image.values, label: label))
                    try report("\(file)", .success(explanation))
                case (.failure(let error), _), (_, .failure(let error)):
                    try report("\(file)", .failure(error))
                }
            }
        }
    }

    /// Runs the network.
    /// - Parameter images: preprocessed images, `[3, crop, crop]` each.
    /// - Returns: the logits of each image, `[classes]`.
    /// - Throws: `EngineError`.
    package func logits(_ images: [[Float]]) throws -> [[Float]] {
        guard !images.isEmpty else { return [] }
        let all = try programs.infer(images.flatMap { $0 }, count: images.count)
        return images.indices.map { Array(all[$0 * classes.count..<($0 + 1) * classes.count]) }
    }

    /// Computes the Grad-CAM heat map of a class for an image.
    /// - Parameters:
    ///   - image: a preprocessed image, `[3, crop, crop]`.
    ///   - label: the index of the class.
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

    /// Converts preprocessed values back to an image.
    /// - Parameter pixels: a preprocessed image, `[3, crop, crop]`.
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

    /// Preprocessed images, `[3, crop, crop]`, and the properties of their files.
    private func decoded(
        _ files: [FilePath]
    ) -> [Result<(values: [Float], properties: ImageProperties), ImageError>] {
        let input = input
        return Parallel.map(count: files.count) { index in
            Result { () throws(ImageError) in try input.described(.file(files[index])) }
        }
    }

    /// Predicts the images that could be read.
    private func predictions(
        _ images: [Result<(values: [Float], properties: ImageProperties), ImageError>]
    ) throws -> [ImagePrediction] {
        var rows = try logits(images.compactMap { (try? $0.get())?.values })[...]
        return images.map { image in
            image.map { _ in Prediction(logits: rows.popFirst() ?? []) }
        }
    }
}
