package import Engine
package import Networks

/// A network compiled for training and for evaluation between epochs; both programs share the
/// memory of the parameters if the layouts are equal.
package struct TrainingPrograms {
    /// The program that trains.
    package let training: any Program
    /// The program that evaluates.
    package let inference: any Program

    /// - Parameters:
    ///   - graph: the graph for the batches of a step.
    ///   - trainsSince: the first step of parameters that were frozen before, by name.
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
                trainsSince: trainsSince, precision: options.precision, threads: options.threads,
                updates: options.updates))
        inference = try device.compile(
            graph,
            CompileOptions(
                mode: .inference, precision: options.precision, threads: options.threads,
                sharing: training))
    }

    /// The memory of both programs, in bytes.
    package var plannedBytes: Int { training.plan.totalBytes + inference.plan.totalBytes }
}
