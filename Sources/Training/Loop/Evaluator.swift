package import Datasets
package import Engine
import Networks
import Tensors

/// A network's answers on a split.
package struct Evaluation: Sendable {
    package let result: SplitResult
    /// Class probabilities, `[images, classes]` row-major.
    package let probabilities: [Float]
    package let classes: Int
}

/// Runs an inference program over a split.
package struct Evaluator {
    private let program: any Program
    private let loss: any LossFunction

    package init(program: any Program, loss: any LossFunction) {
        self.program = program
        self.loss = loss
    }

    /// - Parameter progress: called with the number of images done, after each batch.
    package func evaluate(_ split: DecodedSplit, progress: (Int) -> Void = { _ in }) throws
        -> Evaluation
    {
        let classes = program.graph.outputShape[1]
        let loader = BatchLoader(
            split: split, order: Order.sequential(count: split.count),
            batchSize: program.graph.inputShape[0])
        defer { loader.stop() }
        var probabilities: [Float] = []
        probabilities.reserveCapacity(split.count * classes)
        var (sum, weight, correct) = (0.0, 0.0, 0)
        while let batch = loader.next() {
            let logits = try program.infer(ImageBatch(batch.images, count: batch.count))
            let value = logits.withUnsafeBufferPointer { logits -> LossValue in
                guard let base = logits.baseAddress else {
                    return LossValue(mean: 0, weight: 0, correct: 0)
                }
                return loss.evaluate(base, classes: classes, labels: batch.labels, gradient: nil)
            }
            sum += value.mean * value.weight
            weight += value.weight
            correct += value.correct
            for row in 0..<batch.count {
                probabilities += softmax(logits[(row * classes)..<((row + 1) * classes)])
            }
            progress(probabilities.count / classes)
        }
        return Evaluation(
            result: SplitResult(
                loss: weight > 0 ? sum / weight : 0,
                accuracy: Double(correct) / Double(max(1, split.count))),
            probabilities: probabilities, classes: classes)
    }
}
