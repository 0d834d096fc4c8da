import Datasets
package import Evaluation
import Vocabulary

/// The monitored metric's values so far, one of each epoch: all that decisions during a training
/// depend on.
package struct MetricHistory: Sendable, Hashable {
    /// In the order of the epochs; not a number where no metric is monitored, or where it is not
    /// defined.
    package var values: [Double]
    package var largerIsBetter: Bool

    package init(_ values: [Double] = [], largerIsBetter: Bool = true) {
        self.values = values
        self.largerIsBetter = largerIsBetter
    }

    /// The index of the best value, of equal ones the first. Where no value is a number nothing was
    /// chosen, and the last epoch counts.
    package var bestEpoch: Int {
        guard values.contains(where: { !$0.isNaN }) else { return max(0, values.count - 1) }
        return values.indices.reduce(0) { best, epoch in
            isBetter(values[epoch], than: values[best]) ? epoch : best
        }
    }

    /// Epochs after the best one.
    package var epochsSinceBest: Int { max(0, values.count - 1 - bestEpoch) }

    private func isBetter(_ value: Double, than best: Double) -> Bool {
        if best.isNaN { return !value.isNaN }
        return largerIsBetter ? value > best : value < best
    }
}

extension MonitoredMetric {
    /// The metric after an epoch; not a number where the split was not evaluated or the metric is
    /// not defined.
    /// - Parameters:
    ///   - splits: loss and accuracy of each split.
    ///   - evaluations: the predictions of the splits that were evaluated.
    ///   - positive: the index of the positive class of two; nil where it is not known.
    func value(
        _ splits: [Split: Metrics], _ evaluations: [Split: SplitEvaluation], positive: Int?
    ) -> Double {
        let split: Split = part == .val ? .val : .train
        guard let result = splits[split] else { return .nan }
        if metric == "loss" { return result.loss }
        if metric == "accuracy" { return result.accuracy }
        guard let evaluation = evaluations[split],
            let predictions = try? WeightedPredictions(
                evaluation.predictions, positive: positive)
        else { return .nan }
        return value(predictions, hasPositive: positive != nil) ?? .nan
    }
}
