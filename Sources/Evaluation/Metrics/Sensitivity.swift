/// The sensitivity, also called recall: the fraction of a class's images for which it is predicted,
/// `TP / (TP + FN)`. It is undefined if the class has no images.
package struct Sensitivity: ClassMetric {
    package init() {}

    package var name: String { "sensitivity" }
    package var title: String { "sensitivity" }
    package var isFraction: Bool { true }
    package var isOfDecisions: Bool { true }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        let counts = predictions.counts(of: column)
        return fraction(counts.truePositives, counts.positives)
    }

    /// The images of the positive class of two.
    package func images(_ predictions: WeightedPredictions) -> [Int]? {
        positiveOfTwo(predictions).map { positive in
            predictions.labels.indices.filter { predictions.labels[$0] == positive }
        }
    }
}
