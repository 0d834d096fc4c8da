package import Engine
import Evaluation
package import Networks
package import Tensors
package import Vocabulary

/// A network that is trained step by step by `TrainingLoop`. It is not thread-safe: one thread must
/// use it from start to end.
package final class Trainer {
    /// The options of the training.
    package let options: TrainingOptions
    private let program: any Program
    private let inference: any Program
    /// The division of an epoch's images into batches.
    package let batches: EpochBatches
    /// The number of optimizer steps in an epoch.
    package var stepsPerEpoch: Int { batches.steps }
    /// The current epoch, or between epochs the next one, from 0.
    package private(set) var epoch = 0
    /// The number of completed steps of the epoch.
    package private(set) var step = 0
    /// The number of batches of the current step that are done.
    private var stepBatches = 0
    /// The mean loss over the batches of the current step, without those that are not done.
    private var stepLoss = 0.0
    /// True if all batches of the last step are done, so that the state is complete.
    var isBetweenSteps: Bool { stepBatches == 0 }
    private var sum = LossSum()
    private var evaluation: EvaluationSum?
    private var history: MetricHistory
    /// True after the last epoch: all epochs are done, or there was no improvement for `patience`
    /// epochs.
    private(set) var isFinished = false
    /// The divergence; nil as long as loss and gradient are finite.
    private(set) var divergence: Divergence?
    /// The seconds that this trainer has used since the epoch began.
    private(set) var seconds = 0.0
    private var rate = ImageRate()
    /// The evaluations after the last completed epoch, with probabilities; empty after the next
    /// step.
    package private(set) var evaluations: [Split: SplitEvaluation] = [:]

    /// Compiles the network.
    /// - Parameters:
    ///   - graph: the graph for the batches of a step.
    ///   - batches: the batches of the training images.
    ///   - parameters: the initial values, by name; parameters without a value are initialized from
    ///     the seed.
    /// - Throws: `EngineError`.
    package convenience init(
        _ graph: Graph, on device: any Device, batches: EpochBatches, options: TrainingOptions,
        parameters: [String: Tensor] = [:]
    ) throws {
        try self.init(
            graph, on: device, batches: batches, options: options, parameters: parameters,
            trainsSince: [:])
    }

    private init(
        _ graph: Graph, on device: any Device, batches: EpochBatches, options: TrainingOptions,
        parameters: [String: Tensor], trainsSince: [String: Int]
    ) throws {
        let programs = try TrainingPrograms(
            graph, on: device, options: options, trainsSince: trainsSince)
        (program, inference) = (programs.training, programs.inference)
        for parameter in graph.parameters {
            let value =
                parameters[parameter.name]
                ?? parameter.initializer.tensor(for: parameter, seed: options.seed)
            try program.setParameter(parameter.name, to: value)
        }
        precondition(batches.size == graph.inputShape[0], "a graph for batches of \(batches.size)")
        self.batches = batches
        self.options = options
        history = MetricHistory(largerIsBetter: options.monitor?.largerIsBetter ?? true)
    }

    /// Compiles a whole network whose tail `tail` has trained. The training continues with the
    /// parameters, the optimizer state and the history of `tail`; the frozen parameters start to
    /// train from `parameters` at the beginning of `epoch`.
    /// - Throws: `EngineError`.
    package convenience init(
        unfreezing graph: Graph, after tail: Trainer, at epoch: Int, on device: any Device,
        parameters: [String: Tensor]
    ) throws {
        let trained = Set(tail.graph.parameters.map(\.name))
        let frozen = graph.parameters.filter { !trained.contains($0.name) }
        try self.init(
            graph, on: device, batches: tail.batches, options: tail.options,
            parameters: parameters.merging(tail.program.parameters()) { $1 },
            trainsSince: Dictionary(
                uniqueKeysWithValues: frozen.map { ($0.name, epoch * tail.stepsPerEpoch) }))
        for name in trained {
            try program.setSlots(of: name, to: tail.program.slots(of: name))
            try program.setAverage(of: name, to: tail.program.average(of: name))
        }
        history = tail.history
        self.epoch = epoch
    }

    /// The current parameters of the trained network, in its order: those that evaluations use.
    /// They are the moving averages if `TrainingOptions.ema` is set.
    package func parameters() throws -> [(String, Tensor)] {
        try graph.parameters.map { ($0.name, try program.average(of: $0.name)) }
    }

    /// The graph of the network, for the batches.
    package var graph: Graph { program.graph }

    /// The state of the training between steps, which another process can restore.
    package func state() throws -> TrainerState {
        TrainerState(
            epoch: epoch, step: step, sum: sum, history: history.values, seconds: seconds,
            parameters: try graph.parameters.map { ($0.name, try program.parameter($0.name)) },
            slots: try graph.parameters.map { ($0.name, try program.slots(of: $0.name)) },
            averages: options.ema == nil ? [] : try parameters().map { (name: $0, value: $1) })
    }

    /// Restores the state of a trainer with the same graph and options.
    /// - Throws: `EngineError` if the state belongs to another graph.
    package func restore(_ state: TrainerState) throws {
        for (name, value) in state.parameters { try program.setParameter(name, to: value) }
        for (name, value) in state.averages { try program.setAverage(of: name, to: value) }
        for (name, values) in state.slots { try program.setSlots(of: name, to: values) }
        (epoch, step, sum, seconds) = (state.epoch, state.step, state.sum, state.seconds)
        history.values = state.history
    }

    /// Trains on a batch with targets.
    /// - Returns: the result of the step; nil if further batches belong to it.
    func train(_ batch: Batch) throws -> StepResult? {
        evaluations = [:]
        return try timed {
            let training = options.trainingStep(
                epoch: epoch, step: step, batch: stepBatches, batches, history: history)
            let value = try program.train(batch, training)
            sum.add(value)
            stepBatches += 1
            stepLoss += value.mean / Double(training.group.count)
            let norm = program.gradientNorm
            if !value.mean.isFinite {
                divergence = divergence(.loss(.train), value.mean, step: step)
            } else if !norm.isFinite {
                // The parameters contain NaN now, too, which a ReLU can hide from all later losses.
                divergence = divergence(.gradientNorm, norm, step: step)
            }
            let imagesPerSecond = rate.add(batch.count)
            guard training.group.isLast else { return nil }
            defer { (step, stepBatches, stepLoss) = (step + 1, 0, 0) }
            return StepResult(
                step: training.update, epoch: epoch, epochs: options.epochs,
                stepsPerEpoch: stepsPerEpoch, learningRate: training.learningRate,
                loss: stepLoss, gradientNorm: norm, imagesPerSecond: imagesPerSecond)
        }
    }

    /// Begins the evaluation of a split of `count` examples with the current parameters.
    func beginEvaluation(count: Int) throws {
        try timed { try inference.refreshParameters() }
        evaluation = EvaluationSum(options.loss, classes: graph.outputWidth, count: count)
    }

    func evaluate(_ batch: Batch) throws {
        try timed {
            let logits = try inference.infer(batch)
            evaluation?.add(logits, batch.targets)
        }
        rate.pause()
    }

    func endEvaluation() -> SplitEvaluation? {
        defer { evaluation = nil }
        return evaluation?.evaluation
    }

    /// Ends the epoch.
    /// - Returns: the result of the epoch.
    /// - Parameters:
    ///   - count: the number of examples of the training split.
    ///   - sharedSeconds: the seconds of the epoch in addition to those of this trainer.
    func endEpoch(
        count: Int, evaluations: [Split: SplitEvaluation], sharedSeconds: Double
    ) -> EpochResult {
        var splits = evaluations.mapValues(\.metrics)
        splits[.train] = sum.result(count: count)
        let learningRate = options.rate(
            epoch: epoch, step: 0, stepsPerEpoch: stepsPerEpoch, history: history)
        let result = EpochResult(
            epoch: epoch, epochs: options.epochs, learningRate: learningRate, splits: splits,
            monitored: options.monitor?.value(splits, evaluations, positive: options.positive)
                ?? .nan,
            seconds: seconds + sharedSeconds, imagesPerSecond: rate.latest)
        self.evaluations = evaluations
        history.values.append(result.monitored)
        for (split, result) in splits where !result.loss.isFinite {
            divergence = divergence ?? divergence(.loss(split), result.loss)
        }
        isFinished = epoch + 1 == options.epochs || options.stopsEarly(after: history)
        (epoch, step, sum, seconds) = (epoch + 1, 0, LossSum(), 0)
        return result
    }

    private func divergence(
        _ quantity: Divergence.Quantity, _ value: Double, step: Int? = nil
    ) -> Divergence {
        Divergence(
            epoch: epoch, step: step, stepsPerEpoch: stepsPerEpoch, quantity: quantity,
            value: value)
    }

    private func timed<R>(_ body: () throws -> R) rethrows -> R {
        let start = ContinuousClock.now
        defer { seconds += (ContinuousClock.now - start) / .seconds(1) }
        return try body()
    }
}
