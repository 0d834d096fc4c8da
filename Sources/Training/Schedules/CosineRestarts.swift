import Foundation
import JSON
package import Vocabulary

/// Cosine annealing with warm restarts (Loshchilov and Hutter, 2017), as in PyTorch's
/// `CosineAnnealingWarmRestarts`: `minimum + (base - minimum) * (1 + cos(pi * t / T)) / 2`, with
/// `t` epochs since the last restart and a cycle of `T` epochs. The first cycle has `every` epochs,
/// each further cycle `factor` times as many.
package struct CosineRestarts: Schedule {
    package static let kind = "cosineRestarts"
    package static let summary = "Half a cosine from the base rate down to a minimum, repeated."
    package static let settings = [
        Setting(
            "every", .integer(1...1_000_000), default: .number(1), "Epochs until the first restart."
        ),
        Setting(
            "factor", .integer(1...1_000_000), default: .number(1),
            "The factor by which the number of epochs between restarts grows."),
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

    /// The contradictions of the minimum and of the restarts.
    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.minimumAboveBase(minimum) + restarts(in: training)
    }

    private func restarts(in training: ScheduleContext) -> [Contradiction] {
        guard training.reaches(every) else {
            return [
                Contradiction(
                    .note, "every",
                    "the first restart would be after the last epoch, so there is none"
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
