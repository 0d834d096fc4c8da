import Engine
import Networks
import Tensors
import TestSupport
import Vocabulary

/// One pass over a graph with random parameters and images, for comparisons of devices.
struct DeviceRun {
    /// The output and, after a training step, the gradients and the running statistics, by name.
    private(set) var values: [String: [Float]]

    /// - Parameter graph: its output is `[N, F]`.
    init(
        _ graph: Graph, on device: any Device, isTraining: Bool,
        precision: ComputePrecision = .fp32
    ) throws {
        let images = NetworkProbe.images("input", graph.inputShape)
        let loss = LinearLoss(
            factors: NetworkProbe.images("slopes", [graph.outputShape.count]).values)
        let program = try device.compile(
            graph,
            CompileOptions(
                mode: isTraining ? .training(loss: loss, rule: nil) : .inference,
                precision: precision, threads: 2, inputGradient: isTraining))
        for parameter in graph.parameters {
            // The values differ from the initial ones, so that a batch norm in inference is not the
            // identity.
            let noise = NetworkProbe.images(parameter.name, parameter.shape)
            let isPositive = parameter.name.hasSuffix("running_var")
            try program.setParameter(
                parameter.name,
                to: isPositive
                    ? Tensor(noise.values.map { 1 + abs($0) }, shape: noise.shape) : noise)
        }
        let labels = [Int32](repeating: 0, count: graph.inputShape[0])
        values = try images.withUnsafeValues { values in
            let batch = Batch(values, labels: labels)
            guard isTraining else { return ["output": try program.infer(batch)] }
            _ = try program.train(
                batch, TrainingStep(learningRate: 0, number: 0, seed: 1))
            var results = ["output": loss.logits]
            results["input gradient"] = try program.inputGradient()?.values
            for parameter in graph.parameters {
                results[parameter.name] =
                    try program.gradient(of: parameter.name)?.values
                    ?? (parameter.role == .weight
                        ? nil : try program.parameter(parameter.name).values)
            }
            return results
        }
    }
}
