/// The share of the images called a class that are of it: `TP / (TP + FP)`. Not defined when none
/// was called so.
///
/// In the mean over the classes, a class that has images and was never called counts 0, as in
/// scikit-learn: else calling every image by one name would leave the others out, and be the better
/// for it.
package struct Precision: ClassMetric {
    package init() {}

    package var name: String { "precision" }
    package var title: String { "precision" }
    package var isShare: Bool { true }
    package var isOfDecisions: Bool { true }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        let counts = predictions.counts(of: column)
        return share(counts.truePositives, counts.truePositives + counts.falsePositives)
    }

    package func macroValue(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        value(predictions, of: column) ?? (predictions.counts(of: column).positives > 0 ? 0 : nil)
    }
}
