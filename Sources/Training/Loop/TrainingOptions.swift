package import Datasets
package import Engine
package import Evaluation
import Tensors

/// How a trial trains.
package struct TrainingOptions: Sendable {
    /// Passes over the training split.
    package var epochs: Int
    /// Whether each epoch visits the images in an order of its own.
    package var shuffle: Bool
    /// Which images an epoch visits, in which order; nil: all of them.
    package var sampler: (any Sampler)?
    /// What order, dropout and first values are drawn from.
    package var seed: UInt64
    /// That the engine computes on.
    package var threads: Int
    /// How parameters follow their gradients.
    package var optimizer: any Optimizer
    /// The base rate that the schedule scales.
    package var learningRate: Double
    /// The same for all parameters but the head's; nil: one rate for all.
    package var backboneLearningRate: Double?
    /// How the rates change over the training.
    package var schedule: any Schedule
    /// Whether the rate changes at every step rather than between epochs.
    package var schedulePerStep: Bool
    /// What the training minimises.
    package var loss: any LossFunction
    /// The metric that decides which epoch counts; nil: the last one counts.
    package var monitor: MonitoredMetric?
    /// The index of the positive class of two, for metrics that depend on it; nil where it is not
    /// known.
    package var positive: Int?
    /// Epochs without a better value of that metric after which the training ends; nil: it never
    /// ends early.
    package var patience: Int?

    package init(
        epochs: Int, shuffle: Bool, sampler: (any Sampler)? = nil, seed: UInt64, threads: Int,
        optimizer: any Optimizer, learningRate: Double, backboneLearningRate: Double? = nil,
        schedule: any Schedule, schedulePerStep: Bool, loss: any LossFunction,
        monitor: MonitoredMetric? = .usual, positive: Int? = nil, patience: Int? = nil
    ) {
        self.epochs = epochs
        self.shuffle = shuffle
        self.sampler = sampler
        self.seed = seed
        self.threads = threads
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.backboneLearningRate = backboneLearningRate
        self.schedule = schedule
        self.schedulePerStep = schedulePerStep
        self.loss = loss
        self.monitor = monitor
        self.positive = positive
        self.patience = patience
    }

    /// Whether the training ends after the epochs of `history`, though others are left.
    package func stopsEarly(after history: MetricHistory) -> Bool {
        patience.map { history.epochsSinceBest >= $0 } ?? false
    }

    /// The positions that an epoch visits, of examples with these classes: drawn by the sampler,
    /// shuffled by seed and epoch, or in their own order.
    /// - Parameter epoch: from 0.
    package func order(of labels: [Int32], epoch: Int) -> [Int] {
        if let sampler {
            return sampler.order(of: ClassMembers(labels), seed: seed, epoch: epoch)
        }
        guard shuffle else { return Array(labels.indices) }
        var stream = RandomStream(seed: seed, purpose: .shuffle, epoch: epoch)
        return stream.permutation(of: labels.count)
    }

    /// The learning rate of a step; where the backbone has one of its own, that of the head.
    /// - Parameters:
    ///   - epoch: from 0.
    ///   - step: within the epoch, from 0.
    ///   - history: the monitored metric after the epochs before this one.
    package func rate(epoch: Int, step: Int, stepsPerEpoch: Int, history: MetricHistory) -> Double {
        schedule.rate(base: learningRate, at: time(epoch, step, stepsPerEpoch, history))
    }

    /// A step as the engine takes it; the parameters are those of
    /// `rate(epoch:step:stepsPerEpoch:history:)`.
    package func trainingStep(
        epoch: Int, step: Int, stepsPerEpoch: Int, history: MetricHistory
    ) -> TrainingStep {
        let time = time(epoch, step, stepsPerEpoch, history)
        return TrainingStep(
            learningRate: schedule.rate(base: learningRate, at: time),
            backboneLearningRate: backboneLearningRate.map { schedule.rate(base: $0, at: time) },
            number: epoch * stepsPerEpoch + step, seed: seed)
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
