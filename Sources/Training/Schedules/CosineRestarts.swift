import Foundation
package import JSON
package import Vocabulary

/// `minimum + (base - minimum) * (1 + cos(pi * t / T)) / 2`, `t` epochs after the last restart and
/// with `T` epochs to the next: `every`, and after each restart `factor` times as many (Loshchilov
/// and Hutter, 2017), as PyTorch's `CosineAnnealingWarmRestarts`.
package struct CosineRestarts: Schedule {
    package static let kind = "cosineRestarts"
    package static let summary = "Half a cosine down to a minimum, again and again."
    package static let settings = [
        Setting(
            "every", .integer(1...1_000_000), default: .number(1), "Epochs to the first restart."),
        Setting(
            "factor", .integer(1...1_000_000), default: .number(1),
            "After a restart, the next is so many times as far away as the one before."),
        Setting(
            "minimum", .number(.nonNegative), default: .number(0), "The rate before a restart."),
    ]

    private let every: Double
    private let factor: Double
    private let minimum: Double

    package init(_ values: SettingValues) {
        every = values.number("every")
        factor = values.number("factor")
        minimum = values.number("minimum")
    }

    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.minimumAboveBase(minimum) + restarts(in: training)
    }

    private func restarts(in training: ScheduleContext) -> [Contradiction] {
        guard training.reaches(every) else {
            return [
                Contradiction(
                    .note, "every",
                    "the first restart would come after the last epoch, so there is none"
                        + (factor == 1 ? "" : ", and \"factor\" changes nothing"))
            ]
        }
        guard every == 1, factor == 1, !training.isPerStep else { return [] }
        return [
            Contradiction(
                .note, "every",
                "is 1 in a schedule per epoch: every epoch begins with a restart, so the rate never "
                    + "changes; set \"interval\" to \"step\", or more epochs to a restart")
        ]
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        var (epoch, length) = (time.epoch, every)
        if factor == 1 {
            epoch = epoch.truncatingRemainder(dividingBy: every)
        } else {
            while epoch >= length {
                epoch -= length
                length *= factor
            }
        }
        return minimum + 0.5 * (base - minimum) * (1 + cos(.pi * epoch / length))
    }
}
