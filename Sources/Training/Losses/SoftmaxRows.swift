import Engine
import Foundation
import Tensors

/// Losses of the form `sum over c of q[c] * w[c] * f(log p[c])` for every row, averaged over the
/// rows: `q` is the target, `w` the class weights, `p` the softmax of the logits `z`. The gradient
/// follows from `d log p[c] / d z[j] = (c == j) - p[j]`.
struct SoftmaxRows {
    let classes: Int
    /// One weight per class; empty: all weights are 1.
    let classWeights: [Double]

    /// The probabilities of a row.
    struct Row {
        fileprivate let logits: UnsafePointer<Float>
        fileprivate let largest: Float
        /// The sum of `exp(z - max z)`.
        fileprivate let total: Double

        fileprivate init(_ logits: UnsafePointer<Float>, classes: Int) {
            self.logits = logits
            let largest = UnsafeBufferPointer(start: logits, count: classes).max() ?? 0
            self.largest = largest
            total = (0..<classes).reduce(0) { $0 + exp(Double(logits[$1] - largest)) }
        }

        func logarithm(of c: Int) -> Double { Double(logits[c] - largest) - log(total) }
        func probability(of c: Int) -> Double { exp(Double(logits[c] - largest)) / total }
        /// `1 - p[c]`, accurate also if it is small.
        func complement(of c: Int, classes: Int) -> Double {
            (0..<classes).reduce(0) { $1 == c ? $0 : $0 + probability(of: $1) }
        }
    }

    /// - Parameters:
    ///   - target: maps the probability of class `c` in the target to `q[c]`.
    ///   - term: `f(log p[c])` and its derivative with respect to `log p[c]`.
    func evaluate(
        _ logits: UnsafePointer<Float>, targets: Targets, gradient: UnsafeMutablePointer<Float>?,
        target: (Double) -> Double, term: (Row, Int) -> (value: Double, derivative: Double)
    ) -> LossResult {
        let divisor =
            targets.probabilities == nil
            ? targets.labels.reduce(0) { $0 + weight(of: Int($1)) } : Double(targets.count)
        var sum = 0.0
        var correct = 0
        for (index, label) in targets.labels.enumerated() {
            let z = logits + index * classes
            let row = Row(z, classes: classes)
            if (0..<classes).first(where: { z[$0] == row.largest }) == Int(label) { correct += 1 }
            var derivatives = [Double](repeating: 0, count: classes)
            for c in 0..<classes {
                let q = target(
                    targets.probabilities.map { Double($0[index * classes + c]) }
                        ?? (c == Int(label) ? 1 : 0))
                guard q > 0 else { continue }
                let (value, derivative) = term(row, c)
                sum += q * weight(of: c) * value
                derivatives[c] = q * weight(of: c) * derivative
            }
            guard let gradient else { continue }
            let total = derivatives.reduce(0, +)
            for c in 0..<classes {
                let derivative = derivatives[c] - total * row.probability(of: c)
                gradient[index * classes + c] = divisor > 0 ? Float(derivative / divisor) : 0
            }
        }
        return LossResult(
            mean: divisor > 0 ? sum / divisor : 0, weight: divisor, correct: correct)
    }

    private func weight(of label: Int) -> Double {
        classWeights.isEmpty ? 1 : classWeights[label]
    }
}
