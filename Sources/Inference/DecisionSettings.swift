package import Evaluation
package import Vocabulary

/// The decisions that a user asks for; `TrainedModel.decided(by:on:)` makes them from validation
/// predictions.
package struct DecisionSettings: Sendable, Hashable {
    /// The transformed images that are predicted as well.
    package var augmentation: [TestTimeAugmentation]
    /// The calibration of the probabilities.
    package var calibration: CalibrationSetting
    /// The decision threshold; nil: the most probable class is predicted.
    package var threshold: ThresholdSetting?
    /// The rule that chooses the threshold if none is given and the model has validation
    /// predictions that allow it; nil: none.
    package var usualThreshold: ThresholdRule?
    /// The fraction of predictions that the model abstains from, in (0, 1); nil: none.
    package var abstention: Double?

    /// Creates settings; without arguments, nothing is decided.
    package init(
        augmentation: [TestTimeAugmentation] = [], calibration: CalibrationSetting = .none,
        threshold: ThresholdSetting? = nil, usualThreshold: ThresholdRule? = nil,
        abstention: Double? = nil
    ) {
        self.augmentation = augmentation
        self.calibration = calibration
        self.threshold = threshold
        self.usualThreshold = usualThreshold
        self.abstention = abstention
    }

    /// True if nothing is to be decided.
    package var isEmpty: Bool { self == DecisionSettings() }

    /// True if validation predictions are needed.
    var needsValidation: Bool {
        if case .rule? = threshold { return true }
        return calibration != .none || abstention != nil
            || threshold == nil && usualThreshold != nil
    }
}
