package import Engine
import Evaluation
package import Networks
package import Tensors
package import Vocabulary

/// A network that trains, a step at a time; `TrainingLoop` drives it. Not thread-safe: one thread
/// from start to end.
package final class Trainer {
    package let options: TrainingOptions
    private let program: any Program
    private let inference: any Program
    /// How an epoch's images are divided into steps.
    package let batches: EpochBatches
    package var stepsPerEpoch: Int { batches.steps }
    /// The epoch that goes on, or the next one, from 0.
    package private(set) var epoch = 0
    /// Steps of it that are done.
    package private(set) var step = 0
    private var sum = LossSum()
    private var evaluation: EvaluationSum?
    private var history: MetricHistory
    /// Whether the last epoch that ended is the last of all: no more are wanted, or the options'
    /// patience is at its end.
    private(set) var isFinished = false
    /// Where the loss or the gradient ceased to be finite; nil as long as both are.
    private(set) var divergence: Divergence?
    /// Spent in this trainer's own work since the epoch began.
    private(set) var seconds = 0.0
    private var rate = ImageRate()
    /// The evaluations of the last epoch that ended, with the probabilities, until the next step.
    package private(set) var evaluations: [Split: SplitEvaluation] = [:]

    /// Compiles the network.
    /// - Parameters:
    ///   - graph: laid out for the batches of a step.
    ///   - batches: of the training split's images.
    ///   - parameters: the first values, by name; where there is none it is drawn from the seed.
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

    /// Compiles the whole of a network of which `tail` has trained a part: goes on from its
    /// parameters, its optimizer's memory and its history, while what was frozen starts from
    /// `parameters` at the beginning of `epoch`.
    /// - Throws: `EngineError`.
    package convenience init(
        unfreezing graph: Graph, after tail: Trainer, at epoch: Int, on device: any Device,
        parameters: [String: Tensor]
    ) throws {
        let trained = Set(tail.graph.parameters.map(\.name))
        let frozen = graph.parameters.filter { !trained.contains($0.name) }
        try self.init(
            graph, on: device, batches: tail.batches, options: tail.options,
            parameters: parameters.merging(tail.parameters()) { $1 },
            trainsSince: Dictionary(
                uniqueKeysWithValues: frozen.map { ($0.name, epoch * tail.stepsPerEpoch) }))
        for name in trained { try program.setSlots(of: name, to: tail.program.slots(of: name)) }
        history = tail.history
        self.epoch = epoch
    }

    /// The parameters as they are now, in the order of the network.
    package func parameters() throws -> [(String, Tensor)] {
        try program.graph.parameters.map { ($0.name, try program.parameter($0.name)) }
    }

    /// The network, laid out for the batches.
    package var graph: Graph { program.graph }

    /// Where the training stands, to be restored in another process.
    package func state() throws -> TrainerState {
        TrainerState(
            epoch: epoch, step: step, sum: sum, history: history.values, seconds: seconds,
            parameters: try parameters().map { (name: $0, value: $1) },
            slots: try graph.parameters.map { ($0.name, try program.slots(of: $0.name)) })
    }

    /// Goes on from `state`, which a trainer of the same graph and options has given.
    /// - Throws: `EngineError` where it is another's.
    package func restore(_ state: TrainerState) throws {
        for (name, value) in state.parameters { try program.setParameter(name, to: value) }
        for (name, values) in state.slots { try program.setSlots(of: name, to: values) }
        (epoch, step, sum, seconds) = (state.epoch, state.step, state.sum, state.seconds)
        history.values = state.history
    }

    /// Trains one step on a batch with targets.
    func train(_ batch: Batch) throws -> StepResult {
        evaluations = [:]
        return try timed {
            let training = options.trainingStep(
                epoch: epoch, step: step, stepsPerEpoch: stepsPerEpoch, history: history)
            let value = try program.train(batch, training)
            sum.add(value)
            let norm = program.gradientNorm
            if !value.mean.isFinite {
                divergence = divergence(.loss(.train), value.mean, step: step)
            } else if !norm.isFinite {
                // By now the parameters are no numbers either, which a ReLU could hide from every
                // later loss.
                divergence = divergence(.gradientNorm, norm, step: step)
            }
            step += 1
            return StepResult(
                step: training.number, epoch: epoch, epochs: options.epochs,
                stepsPerEpoch: stepsPerEpoch, learningRate: training.learningRate,
                loss: value.mean, gradientNorm: norm, imagesPerSecond: rate.add(batch.count))
        }
    }

    /// Begins the evaluation of a split of `count` examples with the parameters as they are.
    func beginEvaluation(count: Int) throws {
        try timed { try inference.refreshParameters() }
        evaluation = EvaluationSum(options.loss, classes: graph.outputWidth, count: count)
    }

    func evaluate(_ batch: Batch) throws {
        try timed {
            let logits = try inference.infer(batch)
            evaluation?.add(logits, labels: batch.targets.labels)
        }
        rate.pause()
    }

    func endEvaluation() -> SplitEvaluation? {
        defer { evaluation = nil }
        return evaluation?.evaluation
    }

    /// The epoch's outcome, from the evaluations that were made.
    /// - Parameters:
    ///   - count: examples of the training split.
    ///   - shared: seconds of the epoch besides this trainer's own.
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
