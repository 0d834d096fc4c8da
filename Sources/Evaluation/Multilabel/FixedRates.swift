/// The sensitivity at a fixed specificity: the largest sensitivity of all points of the ROC curve
/// whose specificity is at least the given one. It is undefined unless there are images of the
/// class and other images.
///
/// The threshold is that of the evaluated images themselves. For a threshold that is fixed before,
/// on validation, use `ThresholdRule.specificity(atLeast:)` and `Sensitivity`.
package struct SensitivityAtSpecificity: ClassMetric {
    /// The smallest accepted specificity, in [0, 1].
    package let specificity: Double

    /// The sensitivity at a specificity in [0, 1].
    package init(_ specificity: Double) { self.specificity = specificity }

    package var name: String { "sensitivity_at_specificity_\(percent(specificity))" }
    package var title: String { "sensitivity at \(percent(specificity))% specificity" }
    package var isFraction: Bool { true }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        ROCCurve(predictions, of: column)?.points.last {
            ThresholdRule.isAtLeast(1 - $0.falsePositiveRate, specificity)
        }?.truePositiveRate
    }
}

/// The specificity at a fixed sensitivity: the largest specificity of all points of the ROC curve
/// whose sensitivity is at least the given one. It is undefined unless there are images of the
/// class and other images.
///
/// The threshold is that of the evaluated images themselves. For a threshold that is fixed before,
/// on validation, use `ThresholdRule.sensitivity(atLeast:)` and `Specificity`.
package struct SpecificityAtSensitivity: ClassMetric {
    /// The smallest accepted sensitivity, in [0, 1].
    package let sensitivity: Double

    /// The specificity at a sensitivity in [0, 1].
    package init(_ sensitivity: Double) { self.sensitivity = sensitivity }

    package var name: String { "specificity_at_sensitivity_\(percent(sensitivity))" }
    package var title: String { "specificity at \(percent(sensitivity))% sensitivity" }
    package var isFraction: Bool { true }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        ROCCurve(predictions, of: column)?.points.first {
            ThresholdRule.isAtLeast($0.truePositiveRate, sensitivity)
        }.map { 1 - $0.falsePositiveRate }
    }
}

/// A fraction in percent, such as `90` or `97.5`.
private func percent(_ fraction: Double) -> String {
    let value = (fraction * 1000).rounded() / 10
    return value == value.rounded() ? "\(Int(value))" : "\(value)"
}
