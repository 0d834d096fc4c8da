package import Datasets
package import Engine
package import Evaluation
import Tensors
package import Vocabulary

/// The options of the training of a trial.
package struct TrainingOptions: Sendable {
    /// The number of epochs: passes over the training split.
    package var epochs: Int
    /// True if the images are shuffled in each epoch.
    package var shuffle: Bool
    /// The sampler, which selects the images of an epoch and their order; nil: all images.
    package var sampler: (any Sampler)?
    /// The seed of the order, dropout and initial values.
    package var seed: UInt64
    /// The number of threads of the engine.
    package var threads: Int
    /// The number format in which the engine computes.
    package var precision: ComputePrecision
    /// The optimizer.
    package var optimizer: any Optimizer
    /// The base rate that the schedule scales.
    package var learningRate: Double
    /// The base rate of all parameters except those of the head; nil: one rate for all.
    package var backboneLearningRate: Double?
    /// The learning-rate schedule.
    package var schedule: any Schedule
    /// True if the rate changes at every step, false if it changes only between epochs.
    package var schedulePerStep: Bool
    /// The loss to minimize.
    package var loss: any LossFunction
    /// The metric that determines the best epoch; nil: the last epoch counts as the best.
    package var monitor: MonitoredMetric?
    /// The index of the positive class of two, for metrics that depend on it; nil if it is unknown.
    package var positive: Int?
    /// The number of epochs without an improvement of `monitor` after which the training ends; nil:
    /// it never ends early.
    package var patience: Int?
    /// The maximum norm of the gradient with respect to all parameters that train; nil: none.
    package var clipNorm: Double?
    /// The number of batches whose gradients a step averages.
    package var accumulate: Int
    /// The decay of the moving average of the parameters, with which the network is evaluated and
    /// kept; nil: none.
    package var ema: Double?

    package init(
        epochs: Int, shuffle: Bool, sampler: (any Sampler)? = nil, seed: UInt64, threads: Int,
        precision: ComputePrecision = .fp32, optimizer: any Optimizer, learningRate: Double,
        backboneLearningRate: Double? = nil,
        schedule: any Schedule, schedulePerStep: Bool, loss: any LossFunction,
        monitor: MonitoredMetric? = .usual, positive: Int? = nil, patience: Int? = nil,
        clipNorm: Double? = nil, accumulate: Int = 1, ema: Double? = nil
    ) {
        self.epochs = epochs
        self.shuffle = shuffle
        self.sampler = sampler
        self.seed = seed
        self.threads = threads
        self.precision = precision
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.backboneLearningRate = backboneLearningRate
        self.schedule = schedule
        self.schedulePerStep = schedulePerStep
        self.loss = loss
        self.monitor = monitor
        self.positive = positive
        self.patience = patience
        self.clipNorm = clipNorm
        self.accumulate = accumulate
        self.ema = ema
    }

    /// The options of the updates for the engine.
    var updates: UpdateOptions {
        UpdateOptions(clipNorm: clipNorm, accumulates: accumulate > 1, averageDecay: ema)
    }

    /// True if the training ends early after the epochs of `history`.
    package func stopsEarly(after history: MetricHistory) -> Bool {
        patience.map { history.epochsSinceBest >= $0 } ?? false
    }

    /// The order in which an epoch visits examples: drawn by the sampler, shuffled by seed and
    /// epoch, or the order of the examples.
    /// - Parameter epoch: the epoch, from 0.
    package func order(of examples: any ExampleSource, epoch: Int) -> [Int] {
        if let sampler {
            let members =
                examples.labelMatrix.map { ClassMembers($0) } ?? ClassMembers(examples.labels)
            return sampler.order(of: members, seed: seed, epoch: epoch)
        }
        guard shuffle else { return Array(0..<examples.count) }
        var stream = RandomStream(seed: seed, purpose: .shuffle, epoch: epoch)
        return stream.permutation(of: examples.count)
    }

    /// The learning rate of a step; that of the head if the backbone has its own.
    /// - Parameters:
    ///   - epoch: the epoch, from 0.
    ///   - step: the step of the epoch, from 0.
    ///   - history: the values of the monitored metric after the earlier epochs.
    package func rate(epoch: Int, step: Int, stepsPerEpoch: Int, history: MetricHistory) -> Double {
        schedule.rate(base: learningRate, at: time(epoch, step, stepsPerEpoch, history))
    }

    /// The arguments of a batch's part in a training step for the engine. The parameters are those
    /// of `rate(epoch:step:stepsPerEpoch:history:)`.
    /// - Parameters:
    ///   - batch: the number of the batch in the step, from 0.
    ///   - batches: the batches of an epoch.
    func trainingStep(
        epoch: Int, step: Int, batch: Int, _ batches: EpochBatches, history: MetricHistory
    ) -> TrainingStep {
        let time = time(epoch, step, batches.steps, history)
        let batch = step * batches.accumulate + batch
        return TrainingStep(
            learningRate: schedule.rate(base: learningRate, at: time),
            backboneLearningRate: backboneLearningRate.map { schedule.rate(base: $0, at: time) },
            number: epoch * batches.count + batch, update: epoch * batches.steps + step,
            group: batches.group(of: batch), seed: seed)
    }

    private func time(
        _ epoch: Int, _ step: Int, _ stepsPerEpoch: Int, _ history: MetricHistory
    ) -> ScheduleTime {
        let interval = schedulePerStep ? 1 / Double(stepsPerEpoch) : 1
        let fraction = schedulePerStep ? Double(step) / Double(stepsPerEpoch) : 0
        return ScheduleTime(
            epoch: Double(epoch) + fraction, epochs: Double(epochs), interval: interval,
            history: history)
    }
}
