import Foundation
import JSON
package import Vocabulary

/// Exponential decay in steps: `base * exp(-rate * floor((1 + e) / every))` at epoch `e`.
package struct Staircase: Schedule {
    package static let kind = "staircase"
    package static let summary = "Exponential decay in steps of a few epochs."
    package static let settings = [
        Setting(
            "rate", .number(.nonNegative), default: .number(0.05), "The decay constant per step."),
        Setting("every", .integer(1...1_000_000), default: .number(1), "Epochs between two steps."),
    ]

    private let rate: Double
    private let every: Double

    package init(_ values: SettingValues) {
        rate = values.number("rate")
        every = values.number("every")
    }

    /// The contradictions of a decay of 0, and of a first step after the last epoch.
    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.changesNothing("rate", rate, neutral: 0)
            + training.changesTooLate("every", first: every - 1, what: "the first step")
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        base * exp(-rate * ((1 + time.epoch) / every).rounded(.down))
    }
}
