import Foundation
import JSON
package import Vocabulary

/// Polynomial decay, as in PyTorch's `PolynomialLR`: `base * (1 - e / E)^power` at epoch `e` of
/// `E`.
package struct Polynomial: Schedule {
    package static let kind = "polynomial"
    package static let summary =
        "The base rate times a power of the remaining fraction of the training."
    package static let settings = [
        Setting(
            "power", .number(.positive), default: .number(2),
            "The exponent; 1 is a linear decrease to zero.")
    ]

    private let power: Double

    package init(_ values: SettingValues) { power = values.number("power") }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        base * pow(1 - time.epoch / time.epochs, power)
    }
}
