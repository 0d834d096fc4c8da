import Foundation
package import JSON
package import Vocabulary

/// `base * (1 - e / E)^power`, as PyTorch's `PolynomialLR`.
package struct Polynomial: Schedule {
    package static let kind = "polynomial"
    package static let summary = "A power of the share of the training that is left."
    package static let settings = [
        Setting("power", .number(.positive), default: .number(2), "1 is a straight line to zero.")
    ]

    private let power: Double

    package init(_ values: SettingValues) { power = values.number("power") }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        base * pow(1 - time.epoch / time.epochs, power)
    }
}
