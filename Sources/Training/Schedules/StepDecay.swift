import Foundation
package import JSON
package import Vocabulary

/// `base * factor^floor(e / every)`, as PyTorch's `StepLR`.
package struct StepDecay: Schedule {
    package static let kind = "step"
    package static let summary = "Multiplied with a factor every few epochs."
    package static let settings = [
        Setting(
            "factor", .number(.factor), default: .number(0.5), "What the rate is multiplied with."),
        Setting("every", .integer(1...1_000_000), default: .number(1), "Epochs between two steps."),
    ]

    private let factor: Double
    private let every: Double

    package init(_ values: SettingValues) {
        factor = values.number("factor")
        every = values.number("every")
    }

    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.changesNothing("factor", factor, neutral: 1)
            + training.changesTooLate("every", first: every, what: "the first step")
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        base * pow(factor, (time.epoch / every).rounded(.down))
    }
}
