internal import Tensors

/// What changes from one run of a program to the next, read by its own kernels.
final class StepState {
    var step = TrainingStep(learningRate: 0, number: 0, seed: 0)
    /// Images in the batch.
    var count = 0
    var targets = Targets([])
    var loss = LossResult(mean: 0, weight: 0, correct: 0)
    /// Of the updates so far in this run, summed.
    var squaredGradients = 0.0
}
