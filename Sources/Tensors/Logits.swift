import Foundation

/// The softmax of one row of logits: `exp(z - max z) / sum(exp(z - max z))`.
package func softmax(_ logits: ArraySlice<Float>) -> [Float] {
    let largest = logits.max() ?? 0
    let exponentials = logits.map { exp(Double($0 - largest)) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { Float($0 / sum) }
}

extension Collection where Element: Comparable {
    /// The index of the largest element, the first one among equals; nil if the collection is
    /// empty.
    package var argmax: Index? { indices.max { self[$0] < self[$1] } }
}

/// The sigmoid of a logit, `1 / (1 + exp(-z))`: the probability of one label.
package func sigmoid(_ logit: Float) -> Float {
    let decay = exp(-abs(Double(logit)))
    return Float(logit >= 0 ? 1 / (1 + decay) : decay / (1 + decay))
}
