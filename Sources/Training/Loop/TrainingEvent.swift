package import Vocabulary

/// An event of a training, which the training loop, the process of a trial and a run report.
package enum TrainingEvent: Sendable, Hashable {
    /// A training step is done.
    case step(StepResult)
    /// An epoch has ended, including its evaluations.
    case epoch(EpochResult)
    /// The training has ended.
    case finished
    /// The loss or the gradient is not finite, which ends the training.
    case diverged(Divergence)

    /// The completed fraction of the training's steps, in [0, 1].
    package var fraction: Double {
        switch self {
        case .step(let step): Double(step.step + 1) / Double(step.stepsPerEpoch * step.epochs)
        case .epoch(let epoch): Double(epoch.epoch + 1) / Double(epoch.epochs)
        case .finished, .diverged: 1
        }
    }
}

/// The result of a training step.
package struct StepResult: Sendable, Hashable {
    /// The number of the step in the whole training, from 0.
    package let step: Int
    /// From 0.
    package let epoch: Int
    /// The number of epochs of the training.
    package let epochs: Int
    package let stepsPerEpoch: Int
    /// The learning rate of the step; that of the head if the backbone has its own.
    package let learningRate: Double
    /// The mean loss over the batch, before the update; if the step has several batches, the mean
    /// of their losses.
    package let loss: Double
    /// The Euclidean norm of the gradient with respect to all parameters that train, before it is
    /// limited.
    package let gradientNorm: Double
    /// The mean number of images per second since the first step or the last evaluation in this
    /// process, without evaluations; nil at the first step.
    package let imagesPerSecond: Double?
}

/// The result of an epoch.
///
/// The values of the training split are means over the batches of the epoch, computed while the
/// parameters changed; the other splits are evaluated after the epoch.
package struct EpochResult: Sendable, Hashable {
    /// From 0.
    package let epoch: Int
    /// The number of epochs of the training.
    package let epochs: Int
    /// The learning rate of the epoch's first step.
    package let learningRate: Double
    /// The loss and the accuracy of each split that was evaluated.
    package let splits: [Split: Metrics]
    /// The monitored metric; NaN if there is none or it is undefined.
    package let monitored: Double
    /// The seconds from the first batch to the end of the last evaluation.
    package let seconds: Double
    /// The latest rate of training in images per second; nil if it is unknown.
    package let imagesPerSecond: Double?
}
