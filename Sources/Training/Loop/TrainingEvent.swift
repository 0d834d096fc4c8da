package import Vocabulary

/// A report of a training: of its loop, of the process of its trial, and of the run.
package enum TrainingEvent: Sendable, Hashable {
    /// A batch was trained on.
    case step(StepResult)
    /// An epoch has ended, its evaluations included.
    case epoch(EpochResult)
    /// There are no more epochs.
    case finished
    /// The loss or the gradient is no finite number any more, which ends the training.
    case diverged(Divergence)

    /// The fraction of the training's steps that are done, in [0, 1].
    package var fraction: Double {
        switch self {
        case .step(let step): Double(step.step + 1) / Double(step.stepsPerEpoch * step.epochs)
        case .epoch(let epoch): Double(epoch.epoch + 1) / Double(epoch.epochs)
        case .finished, .diverged: 1
        }
    }
}

/// The outcome of one training step.
package struct StepResult: Sendable, Hashable {
    /// From 0, over the whole training.
    package let step: Int
    /// From 0.
    package let epoch: Int
    /// The number of epochs of the training.
    package let epochs: Int
    package let stepsPerEpoch: Int
    /// Of the step; where the backbone has one of its own, the head's.
    package let learningRate: Double
    /// The mean over the batch, before the update.
    package let loss: Double
    /// The Euclidean norm of the gradient by all parameters that train.
    package let gradientNorm: Double
    /// The mean rate since the first step or the last evaluation in this process, evaluations
    /// excluded; nil after the first step.
    package let imagesPerSecond: Double?
}

/// The outcome of one epoch.
///
/// The training split's values are running ones, gathered from the epoch's batches while the
/// parameters moved; the other splits are evaluated after the epoch.
package struct EpochResult: Sendable, Hashable {
    /// From 0.
    package let epoch: Int
    /// The number of epochs of the training.
    package let epochs: Int
    /// The rate of the epoch's first step.
    package let learningRate: Double
    package let splits: [Split: Metrics]
    /// The monitored metric; not a number where there is none, or where it is not defined.
    package let monitored: Double
    /// From its first batch to the end of the last evaluation.
    package let seconds: Double
    /// The latest rate of the training; nil if it is not known.
    package let imagesPerSecond: Double?
}
