/// Isotonic regression (Zadrozny and Elkan 2002): the calibrated probability of the positive one of
/// two classes is a nondecreasing function of its predicted probability, linear between knots and
/// constant outside them, as in scikit-learn's `IsotonicRegression(out_of_bounds="clip")`.
///
/// Calibrated probabilities can be exactly 0 or 1, and different predicted probabilities can become
/// equal.
package struct IsotonicCalibration: Sendable, Hashable {
    /// The predicted probabilities of the knots, in increasing order.
    package let knots: [Double]
    /// The calibrated probabilities of the knots, none smaller than the one before it.
    package let values: [Double]
    /// The number of the positive class, 0 or 1.
    package let positive: Int

    /// A map with known knots.
    /// - Returns: nil unless there is a knot, as many values as knots, all of them are fractions
    ///   from 0 to 1, the knots increase, the values do not decrease, and `positive` is 0 or 1.
    package init?(knots: [Double], values: [Double], positive: Int) {
        guard !knots.isEmpty, knots.count == values.count, (0...1).contains(positive),
            (knots + values).allSatisfy({ $0 >= 0 && $0 <= 1 }),
            zip(knots, knots.dropFirst()).allSatisfy({ $0 < $1 }),
            zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 })
        else { return nil }
        self.knots = knots
        self.values = values
        self.positive = positive
    }

    /// Fits the nondecreasing function with the smallest squared error, by weight, for the positive
    /// class, or class 1 if it is unknown, by pooling adjacent violators (Ayer et al. 1955).
    /// - Returns: nil unless there are two classes with images each.
    package init?(fit predictions: WeightedPredictions) {
        guard predictions.isBinary else { return nil }
        let positive = predictions.positive ?? 1
        var groups: [Block] = []
        var (positives, total) = (0.0, 0.0)
        predictions.sweep(positive) { probability, above, aside in
            groups.append(
                Block(
                    first: probability, last: probability, positives: above - positives,
                    total: above + aside - total))
            (positives, total) = (above, above + aside)
        }
        guard positives > 0, total > positives else { return nil }
        var blocks: [Block] = []
        for group in groups.reversed() {
            var block = group
            while let last = blocks.last,
                last.positives * block.total >= block.positives * last.total
            {
                blocks.removeLast()
                block = Block(
                    first: last.first, last: block.last,
                    positives: last.positives + block.positives, total: last.total + block.total)
            }
            blocks.append(block)
        }
        var (knots, values): ([Double], [Double]) = ([], [])
        for block in blocks {
            for knot in block.first == block.last ? [block.first] : [block.first, block.last] {
                knots.append(knot)
                values.append(block.positives / block.total)
            }
        }
        self.knots = knots
        self.values = values
        self.positive = positive
    }

    /// Neighboring probabilities that have one calibrated probability.
    private struct Block {
        var first: Double
        var last: Double
        /// The weighted number of positive images.
        var positives: Double
        /// The weighted number of images.
        var total: Double
    }

    /// The calibrated probabilities, `[N, 2]`.
    /// - Parameters:
    ///   - probabilities: predicted probabilities, `[N, 2]`.
    ///   - classes: 2.
    package func apply(to probabilities: [Double], classes: Int) -> [Double] {
        precondition(classes == 2 && probabilities.count % 2 == 0)
        return CalibrationMap.mapped(probabilities, positive: positive) { probability, _ in
            let value = calibrated(probability)
            return (value, 1 - value)
        }
    }

    private func calibrated(_ probability: Double) -> Double {
        let next = knots.partitionPoint { $0 > probability }
        if next == 0 { return values[0] }
        if next == knots.count { return values[next - 1] }
        let (x, y) = (knots[next - 1], values[next - 1])
        return y + (probability - x) / (knots[next] - x) * (values[next] - y)
    }
}
