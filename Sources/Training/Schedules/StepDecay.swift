import Foundation
import JSON
package import Vocabulary

/// Step decay, as in PyTorch's `StepLR`: `base * factor^floor(e / every)` at epoch `e`.
package struct StepDecay: Schedule {
    package static let kind = "step"
    package static let summary = "Multiplied by a factor every few epochs."
    package static let settings = [
        Setting(
            "factor", .number(.factor), default: .number(0.5),
            "The factor by which the rate is multiplied."),
        Setting("every", .integer(1...1_000_000), default: .number(1), "Epochs between two steps."),
    ]

    private let factor: Double
    private let every: Double

    package init(_ values: SettingValues) {
        factor = values.number("factor")
        every = values.number("every")
    }

    /// The contradictions of a factor of 1, and of a first step after the last epoch.
    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.changesNothing("factor", factor, neutral: 1)
            + training.changesTooLate("every", first: every, what: "the first step")
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        base * pow(factor, (time.epoch / every).rounded(.down))
    }
}
