import Engine
import Tensors
import TestSupport
import Testing
import Training

@Suite struct CrossEntropyTests {
    @Test(
        arguments: Golden.cases(in: "ops", prefix: "cross-entropy").filter {
            !$0.contains("smoothed")
        })
    func matchesPyTorch(_ name: String) throws {
        let golden = try Golden(name)
        let logits = try golden.tensor("input")
        let weights = golden.has("class_weights") ? try golden.doubles("class_weights") : []
        let labels = try golden.integers("labels").map { Int32($0) }
        let classes = logits.shape[1]
        var gradient = [Float](repeating: 0, count: logits.count)
        let value = logits.withUnsafeValues { logits in
            gradient.withUnsafeMutableBufferPointer { gradient in
                CrossEntropy(classWeights: weights).evaluate(
                    logits.baseAddress!, classes: classes, labels: labels,
                    gradient: gradient.baseAddress)
            }
        }
        try expectClose([Float(value.mean)], golden.values("output"), rtol: 1e-6)
        try expectClose(gradient, golden.values("input_gradient"), atol: 1e-8, rtol: 1e-5)
        let probabilities = (0..<labels.count).flatMap {
            softmax(logits.values[($0 * classes)..<(($0 + 1) * classes)])
        }
        try expectClose(probabilities, golden.values("probabilities"), atol: 1e-9, rtol: 1e-5)
    }
}
