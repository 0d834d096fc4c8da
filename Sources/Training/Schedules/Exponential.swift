import Foundation
import JSON
package import Vocabulary

/// Exponential decay, as in PyTorch's `ExponentialLR`: `base * rate^e` at epoch `e`.
package struct Exponential: Schedule {
    package static let kind = "exponential"
    package static let summary = "Multiplied by a constant factor every epoch."
    package static let settings = [
        Setting(
            "rate", .number(.factor), default: .number(0.95),
            "The factor by which the rate is multiplied after each epoch.")
    ]

    private let rate: Double

    package init(_ values: SettingValues) { rate = values.number("rate") }

    /// The contradiction of a factor of 1, which leaves the rate constant.
    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.changesNothing("rate", rate, neutral: 1)
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        base * pow(rate, time.epoch)
    }
}
