package import Tensors

/// A loss over a batch of logits, with its gradient.
package protocol LossFunction: Sendable {
    /// - Parameters:
    ///   - logits: `[N, classes]`, row-major, at least `targets.count` rows.
    ///   - targets: the target of each row.
    ///   - gradient: receives the gradient of the loss with respect to the logits, `[N, classes]`;
    ///     rows from `targets.count` on are not written.
    func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult
}

/// The result of a loss over a batch.
package struct LossResult: Sendable, Hashable {
    /// The weighted mean of the loss over the batch.
    package var mean: Double
    /// The sum of the weights of the rows; without class weights, the number of rows.
    package var weight: Double
    /// The number of correct predictions: rows whose largest logit is that of the label.
    package var correct: Int

    package init(mean: Double, weight: Double, correct: Int) {
        self.mean = mean
        self.weight = weight
        self.correct = correct
    }
}

extension LossFunction {
    /// Evaluates the loss of rows with one class each.
    package func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, labels: [Int32],
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        evaluate(logits, classes: classes, targets: Targets(labels), gradient: gradient)
    }
}
