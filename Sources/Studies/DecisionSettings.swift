package import Evaluation
import JSON
package import Vocabulary

/// The decisions of a model that a user asks for, on the command line, in the section `decisions`
/// of a study file, or for an external set. They are made from validation predictions; a given
/// threshold and test-time augmentation need none.
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
    package var needsValidation: Bool {
        !decidedOnValidation.isEmpty || threshold == nil && usualThreshold != nil
    }

    /// The names of the settings that are decided on validation predictions.
    package var decidedOnValidation: [String] {
        var names: [String] = []
        if case .rule? = threshold { names.append("threshold") }
        if calibration != .none { names.append("calibrate") }
        if abstention != nil { names.append("abstain") }
        return names
    }
}
