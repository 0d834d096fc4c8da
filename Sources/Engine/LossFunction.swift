package import Tensors

/// A loss over a batch of logits, with its gradient.
package protocol LossFunction: Sendable {
    /// - Parameters:
    ///   - logits: `[N, classes]`, row-major, at least `targets.count` rows.
    ///   - targets: what each row should come to.
    ///   - gradient: the loss' derivative by each logit goes here, `[N, classes]`; rows past
    ///     `targets.count` are the caller's.
    func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult
}

/// The outcome of a loss over a batch.
package struct LossResult: Sendable, Hashable {
    /// The weighted mean over the batch.
    package var mean: Double
    /// The sum of the samples' weights: the batch size where classes weigh the same.
    package var weight: Double
    /// How many rows have their largest logit at the label.
    package var correct: Int

    package init(mean: Double, weight: Double, correct: Int) {
        self.mean = mean
        self.weight = weight
        self.correct = correct
    }
}

extension LossFunction {
    /// The loss of rows of one class each.
    package func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, labels: [Int32],
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        evaluate(logits, classes: classes, targets: Targets(labels), gradient: gradient)
    }
}
