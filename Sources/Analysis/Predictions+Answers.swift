package import Evaluation
package import Results
package import Vocabulary

extension Predictions {
    /// The predictions as metrics take them, in the order of the rows.
    /// - Parameter positive: the positive class of two; nil if it is unknown.
    /// - Throws: `EvaluationError` for an invalid prediction, such as a probability that is not a
    ///   number.
    package func answers(positive: String?) throws(EvaluationError) -> Answers {
        let places = Dictionary(
            classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return try Answers(
            labels: rows.map { places[$0.label] ?? -1 },
            predicted: rows.map { places[$0.predicted] ?? -1 },
            probabilities: rows.flatMap(\.probabilities), classes: classes.count,
            positive: positive.flatMap { places[$0] })
    }
}

extension TrialResult {
    /// The predictions on a split; nil if there are none, or if their number of correct images
    /// differs from that of the best epoch's accuracy by half an image or more.
    package func matchingPredictions(_ split: Split) -> Predictions? {
        guard let predictions = predictions[split], !predictions.rows.isEmpty,
            let accuracy = best?.metrics[split]?.accuracy
        else { return nil }
        let right = Double(predictions.rows.count(where: \.isRight))
        let count = Double(predictions.rows.count)
        return abs(right - accuracy * count) < 0.5 ? predictions : nil
    }

    /// The predictions on a split as metrics take them; nil if there are none that match the best
    /// epoch, or if one of them is invalid.
    /// - Parameter positive: the positive class of two; nil if it is unknown.
    package func answers(_ split: Split, positive: String?) -> Answers? {
        matchingPredictions(split).flatMap { try? $0.answers(positive: positive) }
    }
}
