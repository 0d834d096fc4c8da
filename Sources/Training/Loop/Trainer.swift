package import Datasets
package import Engine
package import Networks
package import Tensors

/// Trains one network on one data set. Not thread-safe: one thread from start to end.
package final class Trainer {
    private let program: any Program
    private let evaluator: Evaluator
    private let inference: any Program
    private let train: DecodedSplit
    private let evaluated: [(split: Split, data: DecodedSplit)]
    private let options: TrainingOptions
    private var history: MetricHistory

    /// Compiles the network.
    /// - Parameters:
    ///   - evaluated: the splits to evaluate after each epoch.
    ///   - parameters: the first values, by name; nil: drawn from the seed.
    ///   - kernels: the kernels to run on; nil: the library's defaults.
    /// - Throws: `ShapeError` when the network cannot take the images, `EngineError`.
    package init(
        _ network: Network, on device: any Device, train: DecodedSplit,
        evaluated: [(split: Split, data: DecodedSplit)], options: TrainingOptions,
        parameters: [String: Tensor]? = nil, kernels: KernelChoices? = nil
    ) throws {
        let programs = try TrainingPrograms(
            network, on: device, batchSize: min(options.batchSize, train.count),
            imageSize: train.crop, options: options, kernels: kernels)
        (program, inference) = (programs.training, programs.inference)
        for parameter in program.graph.parameters {
            let value =
                parameters?[parameter.name]
                ?? parameter.initializer.tensor(for: parameter, seed: options.seed)
            try program.setParameter(parameter.name, to: value)
        }
        evaluator = Evaluator(program: inference, loss: options.loss)
        self.train = train
        self.evaluated = evaluated
        self.options = options
        history = MetricHistory(largerIsBetter: options.select.largerIsBetter)
    }

    /// The parameters as they are now, in the order of the network.
    package func parameters() throws -> [(name: String, tensor: Tensor)] {
        try program.graph.parameters.map { ($0.name, try program.parameter($0.name)) }
    }

    /// The network, laid out for the batches.
    package var graph: Graph { program.graph }

    package var stepsPerEpoch: Int {
        (train.count + program.graph.inputShape[0] - 1) / program.graph.inputShape[0]
    }

    /// Trains all epochs, or until the loss is not a number any more or the options' patience is at its end.
    /// - Parameter report: called on this thread; what it throws ends the training.
    package func run(_ report: (TrainingEvent) throws -> Void) throws {
        for epoch in 0..<options.epochs {
            let result = try run(epoch: epoch, report)
            history.values.append(options.select.value(of: result))
            try report(.epoch(result))
            if result.isDiverged || options.stopsEarly(after: history) { return }
        }
    }

    private func run(epoch: Int, _ report: (TrainingEvent) throws -> Void) throws -> EpochResult {
        let start = ContinuousClock.now
        var splits = [Split.train: try train(epoch: epoch, report)]
        var evaluations: [Split: Evaluation] = [:]
        try inference.refreshParameters()
        for (split, data) in evaluated {
            let evaluation = try evaluator.evaluate(data) { done in
                try? report(.evaluating(split, done: done, of: data.count))
            }
            splits[split] = evaluation.result
            evaluations[split] = evaluation
        }
        return EpochResult(
            epoch: epoch,
            learningRate: options.rate(
                epoch: epoch, step: 0, stepsPerEpoch: stepsPerEpoch, history: history),
            splits: splits, evaluations: evaluations,
            seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    private func train(epoch: Int, _ report: (TrainingEvent) throws -> Void) throws -> SplitResult {
        let order =
            options.shuffle
            ? Order.shuffled(count: train.count, seed: options.seed, epoch: epoch)
            : Order.sequential(count: train.count)
        let loader = BatchLoader(
            split: train, order: order, batchSize: program.graph.inputShape[0])
        defer { loader.stop() }
        var (sum, weight, correct) = (0.0, 0.0, 0)
        var step = 0
        while let batch = loader.next() {
            let now = options.trainingStep(
                epoch: epoch, step: step, stepsPerEpoch: stepsPerEpoch, history: history)
            let value = try program.train(
                ImageBatch(batch.images, count: batch.count), labels: batch.labels, now)
            sum += value.mean * value.weight
            weight += value.weight
            correct += value.correct
            step += 1
            try report(
                .step(
                    StepResult(
                        step: now.number, epoch: epoch, stepsPerEpoch: stepsPerEpoch,
                        learningRate: now.learningRate, loss: value.mean)))
        }
        return SplitResult(
            loss: weight > 0 ? sum / weight : 0,
            accuracy: Double(correct) / Double(max(1, train.count)))
    }
}
