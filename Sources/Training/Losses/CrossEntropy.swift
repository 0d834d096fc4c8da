package import Engine
import Foundation
import JSON
package import Tensors
package import Vocabulary

/// Softmax cross-entropy, as in PyTorch's `CrossEntropyLoss` with mean reduction.
///
/// A row of class `y` has the loss `w[y] * -log p[y]` with class weights `w` and probabilities `p =
/// softmax(z)`; the mean is the sum of these losses divided by the sum of `w[y]`. With label
/// smoothing `e` over `C` classes the loss of a row is `(1 - e) * w[y] * -log p[y] + e / C * sum
/// over c of w[c] * -log p[c]`, and the divisor is the same. For rows with class probabilities `q`,
/// such as mixed images, the target is `(1 - e) * q + e / C`; their sum is divided by the number of
/// rows, as in PyTorch.
package struct CrossEntropy: LossFunction {
    /// One weight per class; empty: all weights are 1.
    package let classWeights: [Double]
    /// The label smoothing, in [0, 1).
    package let labelSmoothing: Double

    /// A cross-entropy with class weights (empty: all 1) and label smoothing in [0, 1).
    package init(classWeights: [Double] = [], labelSmoothing: Double = 0) {
        self.classWeights = classWeights
        self.labelSmoothing = labelSmoothing
    }

    /// Evaluates the loss of a batch and, unless `gradient` is nil, its gradient with respect to
    /// the logits.
    package func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        if labelSmoothing > 0 || targets.probabilities != nil {
            return softEvaluate(logits, classes: classes, targets: targets, gradient: gradient)
        }
        let totalWeight = targets.labels.reduce(0) { $0 + weight(of: Int($1)) }
        var sum = 0.0
        var correct = 0
        for (row, label) in targets.labels.enumerated() {
            let z = logits + row * classes
            let label = Int(label)
            var largest = 0
            for c in 1..<classes where z[c] > z[largest] { largest = c }
            if largest == label { correct += 1 }
            var exponentials = 0.0
            for c in 0..<classes { exponentials += exp(Double(z[c] - z[largest])) }
            let weight = weight(of: label)
            sum += weight * (log(exponentials) - Double(z[label] - z[largest]))
            guard let gradient else { continue }
            let scale = totalWeight > 0 ? weight / totalWeight : 0
            for c in 0..<classes {
                let probability = exp(Double(z[c] - z[largest])) / exponentials
                gradient[row * classes + c] = Float(scale * (probability - (c == label ? 1 : 0)))
            }
        }
        return LossResult(
            mean: totalWeight > 0 ? sum / totalWeight : 0, weight: totalWeight, correct: correct)
    }

    private func weight(of label: Int) -> Double {
        classWeights.isEmpty ? 1 : classWeights[label]
    }

    private func softEvaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        SoftmaxRows(classes: classes, classWeights: classWeights).evaluate(
            logits, targets: targets, gradient: gradient
        ) { fraction in
            (1 - labelSmoothing) * fraction + labelSmoothing / Double(classes)
        } term: {
            // The derivative of -log p with respect to log p is -1.
            row, c in
            (-row.logarithm(of: c), -1)
        }
    }
}

extension CrossEntropy: LossKind {
    package static let kind = "crossEntropy"
    package static let summary = "Softmax cross-entropy, averaged over the batch."
    package static let settings = [
        Losses.classWeights,
        Setting(
            "labelSmoothing", .number(.fraction), default: .null,
            "The fraction of a label that is distributed evenly over all classes; null: none."),
    ]

    package init(_ values: SettingValues, classWeights: [Double]) {
        self.init(
            classWeights: classWeights,
            labelSmoothing: values.optionalNumber("labelSmoothing") ?? 0)
    }
}
