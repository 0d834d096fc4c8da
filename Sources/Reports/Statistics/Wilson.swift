import Foundation

/// Wilson's score interval of a proportion (E. B. Wilson, 1927).
package enum Wilson {
    /// The 95 % interval of `successes` out of `count`, in [0, 1].
    package static func interval(successes: Int, of count: Int) -> (low: Double, high: Double) {
        guard count > 0 else { return (0, 1) }
        let z = 1.959963984540054
        let (n, p) = (Double(count), Double(successes) / Double(count))
        let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return (max(0, centre - half), min(1, centre + half))
    }
}
