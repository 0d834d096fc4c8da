package import Tensors

/// A loss over a batch of logits, with its gradient.
package protocol LossFunction: Sendable {
    /// - Parameters:
    ///   - logits: `[N, classes]`, row-major, at least `targets.count` rows; `[N, L]` for several
    ///     labels.
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
    /// The sum of the weights of the rows; without class weights, the number of rows. For several
    /// labels, the number of entries that are not ignored.
    package var weight: Double
    /// The number of correct predictions: rows whose largest logit is that of the label. For
    /// several labels, rows whose labels are all predicted correctly, ignored ones left out.
    package var correct: Int
    /// The number of rows whose labels are all ignored, which are neither correct nor incorrect.
    package var unlabeled: Int

    package init(mean: Double, weight: Double, correct: Int, unlabeled: Int = 0) {
        self.mean = mean
        self.weight = weight
        self.correct = correct
        self.unlabeled = unlabeled
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
