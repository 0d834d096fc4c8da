package import Datasets
package import Vocabulary

/// What a training reports while it runs.
package enum TrainingEvent: Sendable {
    /// A batch was trained on.
    case step(StepResult)
    /// Images evaluated so far after an epoch, of all that will be.
    case evaluating(Split, done: Int, of: Int)
    /// An epoch has ended, its evaluations included.
    case epoch(EpochResult)
    /// There are no more epochs.
    case finished
    /// The loss or the gradient is no finite number any more, which ends the training.
    case diverged(Divergence)
}

/// The outcome of one training step.
package struct StepResult: Sendable, Hashable {
    /// From 0, over the whole training.
    package let step: Int
    /// From 0.
    package let epoch: Int
    package let stepsPerEpoch: Int
    /// Of the step; where the backbone has one of its own, the head's.
    package let learningRate: Double
    /// The mean over the batch, before the update.
    package let loss: Double
    /// The Euclidean norm of the gradient by all parameters that train.
    package let gradientNorm: Double
}

/// The outcome of one epoch.
///
/// The training split's values are running ones, gathered from the epoch's batches while the
/// parameters moved; the other splits are evaluated after the epoch.
package struct EpochResult: Sendable {
    /// From 0.
    package let epoch: Int
    /// The rate of the epoch's first step.
    package let learningRate: Double
    package let splits: [Split: Metrics]
    /// Of the splits that were evaluated, with the probabilities.
    package let evaluations: [Split: SplitEvaluation]
    /// The monitored metric; not a number where there is none, or where it is not defined.
    package let monitored: Double
    /// From its first batch to the end of the last evaluation.
    package let seconds: Double

    package init(
        epoch: Int, learningRate: Double, splits: [Split: Metrics],
        evaluations: [Split: SplitEvaluation], monitored: Double, seconds: Double
    ) {
        self.epoch = epoch
        self.learningRate = learningRate
        self.splits = splits
        self.evaluations = evaluations
        self.monitored = monitored
        self.seconds = seconds
    }
}
