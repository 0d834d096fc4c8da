import Datasets

/// The metric that picks the best epoch, as `training.select` names it: `val_accuracy`, `train_loss`.
package struct SelectionMetric: Sendable, Hashable {
    private let split: Split
    private let isLoss: Bool

    /// - Parameter name: a split, `_`, and `accuracy` or `loss`.
    package init(_ name: String) {
        split = name.hasPrefix("val_") ? .val : .train
        isLoss = name.hasSuffix("_loss")
    }

    package var largerIsBetter: Bool { !isLoss }

    /// The metric after an epoch; without a validation split the training split stands in. May be not a number.
    package func value(of epoch: EpochResult) -> Double {
        value(train: epoch.splits[.train], val: epoch.splits[.val])
    }

    /// Likewise, of the two splits that can be named.
    package func value(train: SplitResult?, val: SplitResult?) -> Double {
        guard let result = (split == .val ? val : nil) ?? train else { return .nan }
        return isLoss ? result.loss : result.accuracy
    }
}

/// The values of the selecting metric so far, an epoch each: all that decisions during a training depend on.
package struct MetricHistory: Sendable, Hashable {
    /// In the order of the epochs; may hold what is not a number.
    package var values: [Double]
    package var largerIsBetter: Bool

    package init(_ values: [Double] = [], largerIsBetter: Bool = true) {
        self.values = values
        self.largerIsBetter = largerIsBetter
    }

    /// The index of the best value, of equal ones the first; 0 when none is a number.
    package var bestEpoch: Int {
        values.indices.reduce(0) { best, epoch in
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
