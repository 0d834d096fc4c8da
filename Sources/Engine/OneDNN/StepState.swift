internal import Tensors

/// The state that changes between runs of a program and that its kernels read.
final class StepState {
    var step = TrainingStep(learningRate: 0, number: 0, seed: 0)
    /// The number of images in the batch.
    var count = 0
    var targets = Targets([])
    var loss = LossResult(mean: 0, weight: 0, correct: 0)
    /// The sum of the squared gradients of the updates in this run.
    var squaredGradients = 0.0
    /// The factor of the gradients that deferred updates read.
    var gradientScale: Float = 1
}
