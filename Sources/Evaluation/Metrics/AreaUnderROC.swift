/// The area under the ROC curve: the probability that a random image of the class has a higher
/// predicted probability of the class than a random other image; ties count one half (Mann and
/// Whitney). It is undefined unless there are images of the class and other images.
package struct AreaUnderROC: ClassMetric {
    package init() {}

    package var name: String { "auroc" }
    package var title: String { "AUROC" }
    /// The value is the same for either of two classes, since their probabilities add up to 1.
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
        return fraction(area, positives * negatives)
    }
}
