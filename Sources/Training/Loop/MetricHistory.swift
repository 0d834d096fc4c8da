import Datasets
import Evaluation
import Vocabulary

/// The values of the monitored metric so far, one per epoch. Decisions during a training depend
/// only on them.
package struct MetricHistory: Sendable, Hashable {
    /// The values in the order of the epochs; NaN if no metric is monitored or the metric is
    /// undefined.
    package var values: [Double]
    /// True if a larger value is better.
    package var largerIsBetter: Bool

    package init(_ values: [Double] = [], largerIsBetter: Bool = true) {
        self.values = values
        self.largerIsBetter = largerIsBetter
    }

    /// The index of the best value, the first one among equals. If all values are NaN, it is the
    /// last epoch.
    package var bestEpoch: Int {
        guard values.contains(where: { !$0.isNaN }) else { return max(0, values.count - 1) }
        return values.indices.reduce(0) { best, epoch in
            isBetter(values[epoch], than: values[best]) ? epoch : best
        }
    }

    /// The number of epochs after the best one.
    package var epochsSinceBest: Int { max(0, values.count - 1 - bestEpoch) }

    private func isBetter(_ value: Double, than best: Double) -> Bool {
        if best.isNaN { return !value.isNaN }
        return largerIsBetter ? value > best : value < best
    }
}

extension MonitoredMetric {
    /// The value of the metric after an epoch; NaN if the split was not evaluated or the metric is
    /// undefined.
    /// - Parameters:
    ///   - splits: the loss and the accuracy of each split.
    ///   - evaluations: the predictions of the splits that were evaluated.
    ///   - positive: the index of the positive class of two; nil if it is unknown.
    func value(
        _ splits: [Split: Metrics], _ evaluations: [Split: SplitEvaluation], positive: Int?
    ) -> Double {
        let split: Split = part == .val ? .val : .train
        guard let result = splits[split] else { return .nan }
        if metric == "loss" { return result.loss }
        if metric == "accuracy" { return result.accuracy }
        switch evaluations[split]?.predictions {
        case nil: return .nan
        case .classes(let predictions):
            let weighted = try? WeightedPredictions(predictions, positive: positive)
            return weighted.flatMap { value($0, hasPositive: positive != nil) } ?? .nan
        case .labels(let predictions):
            return (try? WeightedLabelPredictions(predictions)).flatMap { value($0) } ?? .nan
        }
    }
}
