package import JSON
package import Vocabulary

/// `base`, always.
package struct Constant: Schedule {
    package static let kind = "constant"
    package static let summary = "The base rate throughout."
    package static let settings: [Setting] = []

    package init(_ values: SettingValues) {}

    package func rate(base: Double, at time: ScheduleTime) -> Double { base }
}
