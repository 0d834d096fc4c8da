package import Engine

/// How a trial trains.
package struct TrainingOptions: Sendable {
    package var epochs: Int
    package var batchSize: Int
    /// Whether each epoch visits the images in an order of its own.
    package var shuffle: Bool
    package var seed: UInt64
    package var threads: Int
    package var optimizer: any Optimizer
    /// The base rate that the schedule scales.
    package var learningRate: Double
    package var schedule: any Schedule
    /// Whether the rate changes at every step rather than between epochs.
    package var schedulePerStep: Bool
    package var loss: any LossFunction
    /// The metric that picks the best epoch.
    package var select: SelectionMetric
    /// Epochs without a better value of that metric after which the training ends; nil: it never ends early.
    package var patience: Int?

    package init(
        epochs: Int, batchSize: Int, shuffle: Bool, seed: UInt64, threads: Int,
        optimizer: any Optimizer, learningRate: Double, schedule: any Schedule,
        schedulePerStep: Bool, loss: any LossFunction,
        select: SelectionMetric = SelectionMetric("val_accuracy"), patience: Int? = nil
    ) {
        self.epochs = epochs
        self.batchSize = batchSize
        self.shuffle = shuffle
        self.seed = seed
        self.threads = threads
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.schedule = schedule
        self.schedulePerStep = schedulePerStep
        self.loss = loss
        self.select = select
        self.patience = patience
    }

    /// Whether the training ends after the epochs of `history`, though others are left.
    package func stopsEarly(after history: MetricHistory) -> Bool {
        patience.map { history.epochsSinceBest >= $0 } ?? false
    }

    /// The learning rate of a step.
    /// - Parameters:
    ///   - epoch: from 0.
    ///   - step: within the epoch, from 0.
    ///   - history: the selecting metric after the epochs before this one.
    package func rate(epoch: Int, step: Int, stepsPerEpoch: Int, history: MetricHistory) -> Double {
        let interval = schedulePerStep ? 1 / Double(stepsPerEpoch) : 1
        let fraction = schedulePerStep ? Double(step) / Double(stepsPerEpoch) : 0
        return schedule.rate(
            base: learningRate,
            at: ScheduleTime(
                epoch: Double(epoch) + fraction, epochs: Double(epochs), interval: interval,
                history: history))
    }
}
