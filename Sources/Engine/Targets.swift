internal import Tensors

/// What the rows of a batch should come to: a class each, or probabilities of classes.
package struct Targets: Sendable {
    /// The class of each row, which counts as right: the likeliest one.
    package let labels: [Int32]
    /// `[N, classes]`, each row with a sum of 1; nil: a row is all of its label.
    package let probabilities: [Float]?

    package init(_ labels: [Int32]) {
        self.labels = labels
        probabilities = nil
    }

    /// - Parameter probabilities: `[N, classes]`, each row with a sum of 1.
    package init(probabilities: [Float], classes: Int) {
        precondition(probabilities.count % classes == 0, "rows of \(classes) probabilities")
        self.probabilities = probabilities
        labels = stride(from: 0, to: probabilities.count, by: classes).map { start in
            let row = probabilities[start..<start + classes]
            return Int32((row.argmax ?? start) - start)
        }
    }

    /// Rows.
    package var count: Int { labels.count }
}

extension LossFunction {
    /// The loss of rows of one class each.
    package func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, labels: [Int32],
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossValue {
        evaluate(logits, classes: classes, targets: Targets(labels), gradient: gradient)
    }
}

extension Program {
    /// One training step on images of one class each.
    package func train(
        _ images: ImageBatch, labels: [Int32], _ step: TrainingStep
    ) throws -> LossValue {
        try train(images, targets: Targets(labels), step)
    }
}
