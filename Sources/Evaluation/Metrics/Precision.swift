/// The precision: the fraction of correct predictions among the predictions of a class, `TP / (TP +
/// FP)`. It is undefined if the class is never predicted.
///
/// In the mean over the classes, a class that has images and is never predicted counts as 0, as in
/// scikit-learn. Otherwise a model that predicts one class for every image would gain from it,
/// since the mean would leave out the other classes.
package struct Precision: ClassMetric {
    package init() {}

    package var name: String { "precision" }
    package var title: String { "precision" }
    package var isFraction: Bool { true }
    package var isOfDecisions: Bool { true }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        let counts = predictions.counts(of: column)
        return fraction(counts.truePositives, counts.truePositives + counts.falsePositives)
    }

    package func macroValue(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        value(predictions, of: column) ?? (predictions.counts(of: column).positives > 0 ? 0 : nil)
    }

    /// The images for which the positive class of two is predicted.
    package func images(_ predictions: WeightedPredictions) -> [Int]? {
        positiveOfTwo(predictions).map { positive in
            predictions.labels.indices.filter { predictions.predicted[$0] == positive }
        }
    }
}
