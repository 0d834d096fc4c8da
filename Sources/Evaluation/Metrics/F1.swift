/// The F1 score: the harmonic mean of sensitivity and precision, `2 TP / (2 TP + FP + FN)`. It is 0
/// for a class that has images and is never predicted, and undefined for a class that has no images
/// and is never predicted.
package struct F1: ClassMetric {
    package init() {}

    package var name: String { "f1" }
    package var title: String { "F1" }
    package var isOfDecisions: Bool { true }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        let counts = predictions.counts(of: column)
        let found = 2 * counts.truePositives
        return fraction(found, found + counts.falsePositives + counts.falseNegatives)
    }
}
