package import Engine
package import Networks

/// A network compiled to be trained and to be evaluated between epochs, with the parameters in the
/// same memory.
package struct TrainingPrograms {
    package let training: any Program
    package let inference: any Program

    /// - Parameters:
    ///   - graph: laid out for the batches of a step.
    ///   - trainsSince: the step from which a parameter trains that was frozen before, by name.
    /// - Throws: `EngineError`.
    package init(
        _ graph: Graph, on device: any Device, options: TrainingOptions,
        trainsSince: [String: Int] = [:]
    ) throws {
        training = try device.compile(
            graph,
            CompileOptions(
                mode: .training(loss: options.loss, rule: options.optimizer),
                backbone: options.backboneLearningRate == nil ? [] : graph.backbone,
                trainsSince: trainsSince, threads: options.threads))
        inference = try device.compile(
            graph,
            CompileOptions(mode: .inference, threads: options.threads, sharing: training))
    }

    /// Bytes of both programs.
    package var plannedBytes: Int { training.plan.totalBytes + inference.plan.totalBytes }
}
