import Foundation

/// McNemar's exact test of two classifiers on the same images (Q. McNemar, 1947): among the images on which just one is
/// right, either is as likely to be.
package enum McNemar {
    /// - Parameters:
    ///   - first: images that the first alone has right.
    ///   - second: images that the second alone has right.
    /// - Returns: the two-sided probability of so uneven a split by chance.
    package static func probability(first: Int, second: Int) -> Double {
        let count = first + second
        guard count > 0 else { return 1 }
        var tail = 0.0
        let n = Double(count)
        for k in 0...min(first, second) {
            let choices: Double = lgamma(n + 1) - lgamma(Double(k) + 1) - lgamma(n - Double(k) + 1)
            tail += exp(choices - n * log(2.0))
        }
        return min(1, 2 * tail)
    }
}
