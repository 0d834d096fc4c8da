/// The balanced accuracy: the mean of the sensitivity over the classes that have images.
package struct BalancedAccuracy: Metric {
    package init() {}

    package var name: String { "balanced_accuracy" }
    package var title: String { "balanced accuracy" }
    package var isFraction: Bool { true }
    package var isOfDecisions: Bool { true }

    package func value(_ predictions: WeightedPredictions) -> Double? {
        Statistics.mean(
            (0..<predictions.classes).compactMap { Sensitivity().value(predictions, of: $0) })
    }
}
