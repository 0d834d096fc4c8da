package import Evaluation
package import Results
package import Vocabulary

extension TrialResult {
    /// The predictions on a split if they are those of the best epoch: if they are as accurate, to
    /// half an image.
    package func matchingPredictions(_ split: Split) -> PredictionTable? {
        guard let table = predictions[split], !table.files.isEmpty,
            let accuracy = best?.metrics[split]?.accuracy
        else { return nil }
        let correct = Double(table.predictions.correct)
        return abs(correct - accuracy * Double(table.files.count)) < 0.5 ? table : nil
    }

    /// The predictions on a split at the best epoch, as metrics take them; nil without predictions
    /// that match it, or if some are not numbers.
    /// - Parameter positive: the positive class of two; nil if it is unknown.
    package func weightedPredictions(_ split: Split, positive: String?) -> WeightedPredictions? {
        matchingPredictions(split).flatMap { try? $0.weighted(positive: positive) }
    }
}
