/// The harmonic mean of sensitivity and precision: `2 TP / (2 TP + FP + FN)`; 0 for a class that
/// has images and was never called. Not defined for a class that neither is there nor was called.
package struct F1: ClassMetric {
    package init() {}

    package var name: String { "f1" }
    package var title: String { "F1" }
    package var isOfDecisions: Bool { true }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        let counts = predictions.counts(of: column)
        let found = 2 * counts.truePositives
        return share(found, found + counts.falsePositives + counts.falseNegatives)
    }
}
