import JSON
package import Vocabulary

/// A constant learning rate: `base`.
package struct Constant: Schedule {
    package static let kind = "constant"
    package static let summary = "The base rate in all epochs."
    package static let settings: [Setting] = []

    package init(_ values: SettingValues) {}

    package func rate(base: Double, at time: ScheduleTime) -> Double { base }
}
