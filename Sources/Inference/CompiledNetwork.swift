package import Engine
import Images
package import Networks
import Results
import Studies
package import Tensors
package import Vocabulary

/// A network compiled for inference. The logits of an image do not depend on the other images that
/// are predicted with it. Not thread-safe.
package final class CompiledNetwork {
    /// The number of classes.
    package let classes: Int
    /// The preprocessing of images; safe on other threads.
    package let input: NetworkInput
    /// The number format of the computation.
    package let precision: ComputePrecision
    /// The compiled network, in batches of several sizes.
    package let programs: BatchPrograms
    private var gradCAM: GradCAM?

    /// Compiles a network with the kernels that were measured before, if there are any.
    /// - Parameters:
    ///   - device: the device that compiles the network.
    ///   - classes: the number of classes.
    ///   - precision: the number format of the computation.
    ///   - parameters: all parameters of the network by name; counters may be missing.
    ///   - fixed: the batch size and number of threads to use, such as those of a training; nil:
    ///     those that suit the images.
    /// - Throws: `ShapeError` if the network does not support images of that size; `EngineError`.
    package init(
        _ network: Network, on device: any Device, classes: Int, input: NetworkInput,
        precision: ComputePrecision = .fp32, parameters: [String: Tensor],
        fixed: (size: Int, threads: Int)? = nil
    ) throws {
        self.classes = classes
        self.precision = precision
        self.input = input
        let side = input.transform.crop
        programs = try BatchPrograms(
            { try network.graph(input: [$0, 3, side, side]) },
            on: device.with(KernelCache().load(measures: false)), precision: precision,
            parameters: parameters, fixed: fixed)
    }

    /// Compiles a trained network.
    /// - Parameters:
    ///   - precision: the number format of the computation; nil: that of the training, or fp32 if
    ///     the processor does not support it.
    ///   - isOfTraining: true to compute as the evaluations of the training did, in minibatches of
    ///     the same size, so that the same images get the same probabilities.
    /// - Throws: `FileError` if the checkpoint cannot be read; `ShapeError`, `EngineError`.
    convenience init(
        _ trained: TrainedNetwork, on device: any Device, precision: PrecisionSetting?,
        asInTraining isOfTraining: Bool
    ) throws {
        let fixed = trained.record.flatMap { record in
            record.settings.training.map { (size: $0.batchSize, threads: record.platform.threads) }
        }
        try self.init(
            trained.network, on: device, classes: trained.classes.count,
            input: NetworkInput(trained.transform, trained.normalization),
            precision: trained.precision(precision, hasBFloat16: OneDNNLibrary.supports(.bf16)),
            parameters: trained.parameters, fixed: isOfTraining ? fixed : nil)
    }

    /// Runs the network.
    /// - Parameter images: preprocessed images, `[3, crop, crop]` each.
    /// - Returns: the logits of each image, `[classes]`.
    /// - Throws: `EngineError`.
    package func logits(_ images: [[Float]]) throws -> [[Float]] {
        guard !images.isEmpty else { return [] }
        let all = try programs.infer(images.flatMap { $0 }, count: images.count)
        return images.indices.map { Array(all[$0 * classes..<($0 + 1) * classes]) }
    }

    /// Computes the Grad-CAM heat map of a class for an image.
    /// - Parameters:
    ///   - image: a preprocessed image, `[3, crop, crop]`.
    ///   - label: the index of the class.
    /// - Throws: `EngineError`, `ExplanationError` for a network without feature maps.
    func heat(of image: [Float], label: Int) throws -> HeatMap {
        let gradCAM: GradCAM
        do { gradCAM = try self.gradCAM ?? programs.gradCAM() } catch let error as GraphSplitError {
            throw ExplanationError(description: error.description)
        }
        self.gradCAM = gradCAM
        return try image.withUnsafeBufferPointer {
            try gradCAM.maps(of: Batch($0, count: 1), classes: [label])[0]
        }
    }
}
