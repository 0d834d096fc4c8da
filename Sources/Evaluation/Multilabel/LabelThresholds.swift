/// The decision threshold of each label, chosen from predictions by one rule, usually those of the
/// validation split.
package struct LabelThresholds: Sendable, Hashable {
    /// The threshold of each label, `[L]`; 0.5 for the labels in `undecided`.
    package let values: [Double]
    /// The labels, from 0, for which the rule finds no threshold: they have no positive or no
    /// negative image, or no threshold meets the rule.
    package let undecided: [Int]

    /// Chooses the threshold of each label.
    package init(_ predictions: WeightedLabelPredictions, rule: ThresholdRule) {
        let found = (0..<predictions.labels).map { label in
            predictions.of(label).flatMap { rule.threshold($0)?.value }
        }
        values = found.map { $0 ?? 0.5 }
        undecided = found.indices.filter { found[$0] == nil }
    }

    /// The same threshold for all labels.
    /// - Parameter labels: the number of labels, L.
    package init(_ value: Double, labels: Int) {
        values = [Double](repeating: value, count: labels)
        undecided = []
    }
}
