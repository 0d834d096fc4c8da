import Foundation
package import JSON
package import Vocabulary

/// `base * rate^e`, as PyTorch's `ExponentialLR`.
package struct Exponential: Schedule {
    package static let kind = "exponential"
    package static let summary = "Multiplied with the same factor every epoch."
    package static let settings = [
        Setting("rate", .number(.factor), default: .number(0.95), "What is left after an epoch.")
    ]

    private let rate: Double

    package init(_ values: SettingValues) { rate = values.number("rate") }

    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.changesNothing("rate", rate, neutral: 1)
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        base * pow(rate, time.epoch)
    }
}
