import Foundation

/// `exp(z - max z) / sum(...)` of one row of logits.
package func softmax(_ logits: ArraySlice<Float>) -> [Float] {
    let largest = logits.max() ?? 0
    let exponentials = logits.map { exp(Double($0 - largest)) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { Float($0 / sum) }
}

extension Collection where Element: Comparable {
    /// The place of the largest element, the first of equals; nil when there is none.
    package var argmax: Index? { indices.max { self[$0] < self[$1] } }
}
