import Foundation
import JSON
package import Vocabulary

/// Cosine annealing without restarts (Loshchilov and Hutter, 2017): `minimum + (base - minimum) *
/// (1 + cos(pi * e / E)) / 2` at epoch `e` of `E`.
package struct Cosine: Schedule {
    package static let kind = "cosine"
    package static let summary = "Half a cosine from the base rate down to a minimum."
    package static let settings = [
        Setting("minimum", .number(.nonNegative), default: .number(0), "The rate at the end.")
    ]

    private let minimum: Double

    package init(_ values: SettingValues) { minimum = values.number("minimum") }

    /// The contradiction of a minimum that is not below the base rate.
    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.minimumAboveBase(minimum)
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        minimum + 0.5 * (base - minimum) * (1 + cos(.pi * time.epoch / time.epochs))
    }
}
