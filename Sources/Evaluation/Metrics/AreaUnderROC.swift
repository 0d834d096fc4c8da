/// The area under the ROC curve: the probability that an image of the class was given a higher
/// probability of it than one of the rest, ties counting half (Mann and Whitney). Not defined
/// without images of both.
package struct AreaUnderROC: ClassMetric {
    package init() {}

    package var name: String { "auroc" }
    package var title: String { "AUROC" }
    /// The same for both of two classes, whose probabilities add up to 1.
    package var isOfPositiveClass: Bool { false }

    package func value(_ predictions: WeightedPredictions) -> Double? {
        if predictions.isBinary { return value(predictions, of: predictions.positive ?? 1) }
        return Statistics.mean((0..<predictions.classes).compactMap { value(predictions, of: $0) })
    }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        var (area, positives, negatives) = (0.0, 0.0, 0.0)
        predictions.sweep(column) { _, above, aside in
            area += (aside - negatives) * (above + positives) / 2
            (positives, negatives) = (above, aside)
        }
        return share(area, positives * negatives)
    }
}
