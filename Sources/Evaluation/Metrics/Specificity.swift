/// The share of the other classes' images that was not taken for the class: `TN / (TN + FP)`. Not
/// defined without such images.
package struct Specificity: ClassMetric {
    package init() {}

    package var name: String { "specificity" }
    package var title: String { "specificity" }
    package var isShare: Bool { true }
    package var isOfDecisions: Bool { true }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        let counts = predictions.counts(of: column)
        return share(counts.trueNegatives, counts.negatives)
    }
}
