package import Engine
package import Networks
import Tensors

/// A network compiled to be trained and to be evaluated between epochs, with the parameters in the same memory.
package struct TrainingPrograms {
    package let training: any Program
    package let inference: any Program

    /// - Parameters:
    ///   - batchSize: images of a step.
    ///   - imageSize: pixels of the square images.
    ///   - kernels: the kernels to run on; nil: the library's defaults.
    /// - Throws: `ShapeError` when the network cannot take the images, `EngineError`.
    package init(
        _ network: Network, on device: any Device, batchSize: Int, imageSize: Int,
        options: TrainingOptions, kernels: KernelChoices? = nil
    ) throws {
        let graph = try network.graph(input: [batchSize, 3, imageSize, imageSize])
        training = try device.compile(
            graph,
            CompileOptions(
                mode: .training(loss: options.loss, rule: options.optimizer),
                backbone: options.backboneLearningRate == nil ? [] : graph.backbone,
                threads: options.threads, kernels: kernels))
        inference = try device.compile(
            graph,
            CompileOptions(
                mode: .inference, threads: options.threads, sharing: training, kernels: kernels))
    }

    /// Bytes of both programs.
    package var plannedBytes: Int { training.plan.totalBytes + inference.plan.totalBytes }
}
