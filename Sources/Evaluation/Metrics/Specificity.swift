/// The specificity: the fraction of the images of other classes for which the class is not
/// predicted, `TN / (TN + FP)`. It is undefined if the other classes have no images.
package struct Specificity: ClassMetric {
    package init() {}

    package var name: String { "specificity" }
    package var title: String { "specificity" }
    package var isFraction: Bool { true }
    package var isOfDecisions: Bool { true }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        let counts = predictions.counts(of: column)
        return fraction(counts.trueNegatives, counts.negatives)
    }

    /// The images of the other class than the positive one of two.
    package func images(_ predictions: WeightedPredictions) -> [Int]? {
        positiveOfTwo(predictions).map { positive in
            predictions.labels.indices.filter { predictions.labels[$0] != positive }
        }
    }
}
