/// The mean of the precisions at every step of the sensitivity, weighted by the step; without
/// interpolation, as in scikit-learn. Not defined without images of the class.
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
        return share(sum, positives)
    }
}
