/// The share of a class's images that was found, also called recall: `TP / (TP + FN)`. Not defined
/// without such images.
package struct Sensitivity: ClassMetric {
    package init() {}

    package var name: String { "sensitivity" }
    package var title: String { "sensitivity" }
    package var isShare: Bool { true }
    package var isOfDecisions: Bool { true }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        let counts = predictions.counts(of: column)
        return share(counts.truePositives, counts.positives)
    }
}
