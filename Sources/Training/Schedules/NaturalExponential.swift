import Foundation
import JSON
package import Vocabulary

/// Continuous exponential decay: `base * exp(-rate * e)` at epoch `e`.
package struct NaturalExponential: Schedule {
    package static let kind = "naturalExponential"
    package static let summary = "Continuous exponential decay."
    package static let settings = [
        Setting(
            "rate", .number(.nonNegative), default: .number(0.005), "The decay constant per epoch.")
    ]

    private let rate: Double

    package init(_ values: SettingValues) { rate = values.number("rate") }

    /// The contradiction of a decay of 0, which leaves the rate constant.
    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.changesNothing("rate", rate, neutral: 0)
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        base * exp(-rate * time.epoch)
    }
}
