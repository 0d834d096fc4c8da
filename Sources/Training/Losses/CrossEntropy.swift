package import Engine
import Foundation

/// Softmax cross-entropy, as PyTorch's `CrossEntropyLoss` with mean reduction:
/// `sum(w[y] * -log softmax(z)[y]) / sum(w[y])` with class weights `w`.
package struct CrossEntropy: LossFunction {
    /// One weight per class; empty: all weigh 1.
    package let classWeights: [Double]

    package init(classWeights: [Double] = []) { self.classWeights = classWeights }

    package func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, labels: [Int32],
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossValue {
        let totalWeight = labels.reduce(0) { $0 + weight(of: Int($1)) }
        var sum = 0.0
        var correct = 0
        for (row, label) in labels.enumerated() {
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
        return LossValue(
            mean: totalWeight > 0 ? sum / totalWeight : 0, weight: totalWeight, correct: correct)
    }

    private func weight(of label: Int) -> Double {
        classWeights.isEmpty ? 1 : classWeights[label]
    }
}

/// `exp(z - max z) / sum(...)` of one row of logits.
package func softmax(_ logits: ArraySlice<Float>) -> [Float] {
    let largest = logits.max() ?? 0
    let exponentials = logits.map { exp(Double($0 - largest)) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { Float($0 / sum) }
}
