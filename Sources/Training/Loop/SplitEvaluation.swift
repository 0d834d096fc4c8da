import Engine
package import Evaluation
import Tensors
package import Vocabulary

/// The result of the evaluation of a network on a split.
package struct SplitEvaluation: Sendable {
    /// The loss and the accuracy.
    package let metrics: Metrics
    /// The predictions for the images of the split, in its order.
    package let predictions: Predictions
}

/// The sum of the losses of batches over a split.
package struct LossSum: Sendable, Hashable {
    /// The weighted sum of the losses of all examples.
    package private(set) var loss: Double
    /// The sum of the weights.
    package private(set) var weight: Double
    /// The number of correct predictions.
    package private(set) var correct: Int

    package init(loss: Double = 0, weight: Double = 0, correct: Int = 0) {
        self.loss = loss
        self.weight = weight
        self.correct = correct
    }

    mutating func add(_ value: LossResult) {
        loss += value.mean * value.weight
        weight += value.weight
        correct += value.correct
    }

    /// - Parameter count: the number of examples of the split.
    func result(count: Int) -> Metrics {
        Metrics(
            loss: weight > 0 ? loss / weight : 0, accuracy: Double(correct) / Double(max(1, count)))
    }
}

/// An evaluation in progress, to which logits are added batch by batch.
struct EvaluationSum {
    private let loss: any LossFunction
    private let classes: Int
    private var sum = LossSum()
    private var probabilities: [Double] = []
    private var seen: [Int] = []

    init(_ loss: any LossFunction, classes: Int, count: Int) {
        self.loss = loss
        self.classes = classes
        probabilities.reserveCapacity(count * classes)
    }

    /// - Parameter logits: `[labels.count, classes]`.
    mutating func add(_ logits: [Float], labels: [Int32]) {
        logits.withUnsafeBufferPointer { logits in
            guard let base = logits.baseAddress else { return }
            sum.add(loss.evaluate(base, classes: classes, labels: labels, gradient: nil))
        }
        seen += labels.map { Int($0) }
        for row in labels.indices {
            let row = logits[(row * classes)..<((row + 1) * classes)]
            probabilities += softmax(row).map { Double($0) }
        }
    }

    var evaluation: SplitEvaluation {
        SplitEvaluation(
            metrics: sum.result(count: seen.count),
            predictions: Predictions(
                labels: seen, probabilities: probabilities, classes: classes))
    }
}
