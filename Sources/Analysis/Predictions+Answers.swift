package import Evaluation
package import Results
package import Vocabulary

extension Predictions {
    /// What metrics are computed from, in the order of the rows.
    /// - Parameter positive: the positive class of two; nil: nothing says which.
    /// - Throws: `EvaluationError` for what is no answer, such as a probability that is no number.
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
    /// The predictions on a split when they are those of the best epoch, to half an image.
    package func matchingPredictions(_ split: Split) -> Predictions? {
        guard let predictions = predictions[split], !predictions.rows.isEmpty,
            let accuracy = best?.metrics[split]?.accuracy
        else { return nil }
        let right = Double(predictions.rows.count(where: \.isRight))
        let count = Double(predictions.rows.count)
        return abs(right - accuracy * count) < 0.5 ? predictions : nil
    }

    /// The answers on a split at the best epoch; nil without predictions that match it, or with
    /// some that are no numbers.
    /// - Parameter positive: the positive class of two; nil: nothing says which.
    package func answers(_ split: Split, positive: String?) -> Answers? {
        matchingPredictions(split).flatMap { try? $0.answers(positive: positive) }
    }
}
