/// Cohen's kappa (1960), without weights: the agreement of two lists of classes for the same
/// images, such as those of two readers, beyond the agreement that is expected by chance. It is 1
/// for perfect agreement and 0 for the agreement of chance.
///
/// `kappa = (po - pe) / (1 - pe)`, where po is the observed fraction of agreement and pe the
/// expected one, the sum over the classes of the product of both fractions.
package struct Kappa: Sendable, Hashable {
    /// Kappa, from -1 to 1.
    package let value: Double
    /// The asymptotic standard error (Fleiss, Cohen and Everitt 1969, without the assumption that
    /// kappa is 0), as in statsmodels. It is 0 for perfect agreement.
    package let standardError: Double

    /// The 95% confidence interval: `value ± 1.96 standardError`, clipped to -1...1; nil if the
    /// standard error is 0.
    package var interval: ClosedRange<Double>? {
        Statistics.normalInterval(value, standardError: standardError, within: -1...1)
    }

    /// Computes kappa.
    /// - Parameters:
    ///   - first: a class for each image, `[N]`.
    ///   - second: another class for each of the same images, in the same order, `[N]`.
    /// - Returns: nil for no images, and if both lists contain a single class, the same one, so
    ///   that the expected agreement is 1.
    package init?(_ first: [Int], _ second: [Int]) {
        precondition(first.count == second.count)
        let classes = Set(first).union(second).sorted()
        guard classes.count > 1 else { return nil }
        let index = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
        let empty = [Double](repeating: 0, count: classes.count)
        var table = [[Double]](repeating: empty, count: classes.count)
        for (a, b) in zip(first, second) {
            if let row = index[a], let column = index[b] { table[row][column] += 1 }
        }
        let rows = table.map { $0.reduce(0, +) }
        let columns = classes.indices.map { column in table.reduce(0) { $0 + $1[column] } }
        let count = Double(first.count)
        let observed = classes.indices.reduce(0) { $0 + table[$1][$1] }
        let expected = zip(rows, columns).reduce(0) { $0 + $1.0 * $1.1 }
        value = (count * observed - expected) / (count * count - expected)
        let rest = 1 - expected / (count * count)
        var sum = 0.0
        for row in classes.indices {
            for column in classes.indices {
                let fraction = table[row][column] / count
                let margins = (columns[row] + rows[column]) / count * (1 - value)
                let term = row == column ? 1 - margins : margins
                sum += fraction * term * term
            }
        }
        let chance = value - (1 - rest) * (1 - value)
        let spread = sum - chance * chance
        // A spread of 0 is not exactly 0 after rounding.
        standardError = spread > 1e-12 ? (spread / count).squareRoot() / rest : 0
    }
}
