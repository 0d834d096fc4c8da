import Engine
package import Evaluation
import Tensors
package import Vocabulary

/// The result of the evaluation of a network on a split.
package struct SplitEvaluation: Sendable {
    /// The loss and the accuracy.
    package let metrics: Metrics
    /// The predictions for the images of the split, in its order.
    package let predictions: TaskPredictions
}

/// The sum of the losses of batches over a split.
package struct LossSum: Sendable, Hashable {
    /// The weighted sum of the losses of all examples.
    package private(set) var loss: Double
    /// The sum of the weights.
    package private(set) var weight: Double
    /// The number of correct predictions.
    package private(set) var correct: Int
    /// The number of examples whose labels are all ignored.
    package private(set) var unlabeled: Int

    package init(loss: Double = 0, weight: Double = 0, correct: Int = 0, unlabeled: Int = 0) {
        self.loss = loss
        self.weight = weight
        self.correct = correct
        self.unlabeled = unlabeled
    }

    mutating func add(_ value: LossResult) {
        loss += value.mean * value.weight
        weight += value.weight
        correct += value.correct
        unlabeled += value.unlabeled
    }

    /// The mean loss, and the fraction of correct predictions of examples with a known label.
    /// - Parameter count: the number of examples of the split.
    func result(count: Int) -> Metrics {
        Metrics(
            loss: weight > 0 ? loss / weight : 0,
            accuracy: Double(correct) / Double(max(1, count - unlabeled)))
    }
}

/// An evaluation in progress, to which logits are added batch by batch.
struct EvaluationSum {
    private let loss: any LossFunction
    private let classes: Int
    private var sum = LossSum()
    private var probabilities: [Double] = []
    private var seen: [Int] = []
    private var states: [LabelState] = []

    init(_ loss: any LossFunction, classes: Int, count: Int) {
        self.loss = loss
        self.classes = classes
        probabilities.reserveCapacity(count * classes)
    }

    /// - Parameter logits: `[targets.count, classes]`.
    mutating func add(_ logits: [Float], _ targets: Targets) {
        logits.withUnsafeBufferPointer { logits in
            guard let base = logits.baseAddress else { return }
            sum.add(loss.evaluate(base, classes: classes, targets: targets, gradient: nil))
        }
        if let targets = targets.multilabel {
            states += targets.states
            probabilities += logits.map { Double(sigmoid($0)) }
            return
        }
        let labels = targets.labels
        seen += labels.map { Int($0) }
        for row in labels.indices {
            let row = logits[(row * classes)..<((row + 1) * classes)]
            probabilities += softmax(row).map { Double($0) }
        }
    }

    var evaluation: SplitEvaluation {
        guard states.isEmpty else {
            let truth = LabelMatrix(states, labels: classes)
            return SplitEvaluation(
                metrics: sum.result(count: truth.count),
                predictions: .labels(
                    LabelPredictions(truth: truth, probabilities: probabilities)))
        }
        return SplitEvaluation(
            metrics: sum.result(count: seen.count),
            predictions: .classes(
                Predictions(labels: seen, probabilities: probabilities, classes: classes)))
    }
}
