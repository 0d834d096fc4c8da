/// The average precision: the mean of the precision at all thresholds, weighted by the increase of
/// recall, without interpolation, as in scikit-learn. It is undefined if the class has no images.
package struct AveragePrecision: ClassMetric {
    package init() {}

    package var name: String { "average_precision" }
    package var title: String { "average precision" }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        var (sum, positives) = (0.0, 0.0)
        predictions.sweep(column) { _, above, aside in
            sum += (above - positives) * above / (above + aside)
            positives = above
        }
        return fraction(sum, positives)
    }
}
