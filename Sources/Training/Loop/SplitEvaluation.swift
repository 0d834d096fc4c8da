package import Engine
package import Evaluation
package import Tensors
package import Vocabulary

/// A network's answers on a split.
package struct SplitEvaluation: Sendable {
    package let result: Metrics
    /// Class probabilities, `[examples, classes]` row-major.
    package let probabilities: [Float]
    /// The true classes, `[examples]`.
    package let labels: [Int32]
    package let classes: Int

    /// What metrics are computed from; nil where probabilities are not numbers, as after a
    /// divergence.
    func answers(positive: Int?) -> Answers? {
        let rows = labels.indices.map { probabilities[($0 * classes)..<(($0 + 1) * classes)] }
        return try? Answers(
            labels: labels.map { Int($0) }, predicted: rows.map { Array($0).argmax ?? 0 },
            probabilities: probabilities.map { Double($0) }, classes: classes,
            positive: positive)
    }
}

/// The losses of batches, gathered over a split.
package struct LossSum: Sendable, Hashable {
    /// The sum of the losses of all examples, each times its weight.
    package private(set) var loss: Double
    /// The sum of the weights.
    package private(set) var weight: Double
    /// Examples that were classified rightly.
    package private(set) var correct: Int

    package init(loss: Double = 0, weight: Double = 0, correct: Int = 0) {
        self.loss = loss
        self.weight = weight
        self.correct = correct
    }

    mutating func add(_ value: LossValue) {
        loss += value.mean * value.weight
        weight += value.weight
        correct += value.correct
    }

    /// - Parameter count: examples of the split.
    func result(count: Int) -> Metrics {
        Metrics(
            loss: weight > 0 ? loss / weight : 0, accuracy: Double(correct) / Double(max(1, count)))
    }
}

/// An evaluation that goes on: logits come batch by batch.
struct EvaluationSum {
    private let loss: any LossFunction
    private let classes: Int
    private var sum = LossSum()
    private var probabilities: [Float] = []
    private var seen: [Int32] = []

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
        seen += labels
        for row in labels.indices {
            probabilities += softmax(logits[(row * classes)..<((row + 1) * classes)])
        }
    }

    var evaluation: SplitEvaluation {
        SplitEvaluation(
            result: sum.result(count: probabilities.count / classes), probabilities: probabilities,
            labels: seen, classes: classes)
    }
}
