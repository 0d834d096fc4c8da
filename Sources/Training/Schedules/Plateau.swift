import JSON
package import Vocabulary

/// A reduction on plateaus: the rate is multiplied by `factor` if the metric of `training.monitor`
/// has not improved for more than `patience` epochs, as in PyTorch's `ReduceLROnPlateau` with a
/// relative threshold.
///
/// The rate is computed from the whole history, so there is no state. It changes only between
/// epochs, independent of `interval`.
package struct Plateau: Schedule {
    package static let kind = "plateau"
    package static let summary =
        "Multiplied by a factor if the metric of training.monitor stops improving."
    package static let settings = [
        Setting(
            "factor", .number(.factor), default: .number(0.1),
            "The factor by which the rate is multiplied."),
        Setting(
            "patience", .integer(0...1_000_000), default: .number(10),
            "The number of epochs without improvement after which the next one reduces the rate."),
        Setting(
            "threshold", .number(.fraction), default: .number(1e-4),
            "The smallest improvement, as a fraction of the best value."),
        Setting(
            "cooldown", .integer(0...1_000_000), default: .number(0),
            "The number of epochs after a reduction that do not count as epochs without improvement."
        ),
        Setting("minimum", .number(.nonNegative), default: .number(0), "The lowest rate."),
    ]

    /// The smallest change of the rate: smaller reductions are not made, as in PyTorch.
    private static let minimumChange = 1e-8

    private let factor: Double
    private let patience: Int
    private let threshold: Double
    private let cooldown: Int
    private let minimum: Double

    package init(_ values: SettingValues) {
        factor = values.number("factor")
        patience = values.integer("patience")
        threshold = values.number("threshold")
        cooldown = values.integer("cooldown")
        minimum = values.number("minimum")
    }

    /// True: the rate depends on the monitored metric.
    package var followsMetric: Bool { true }

    /// The contradictions of the minimum, the factor and the patience.
    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.minimumAboveBase(minimum, effect: "the rate would never be reduced")
            + training.changesNothing("factor", factor, neutral: 1)
            + training.betweenEpochs.changesTooLate(
                "patience", first: firstReduction, what: "the first reduction")
            + tooSmall(in: training)
    }

    /// The first epoch, from 0, that can have a lower rate. The first epoch always counts as an
    /// improvement, and a reduction takes effect in the next epoch.
    private var firstReduction: Double { Double(patience) + 2 }

    private func reduces(_ rate: Double) -> Bool {
        rate - max(rate * factor, minimum) > Self.minimumChange
    }

    /// True if a reduction can change the rate of an epoch.
    package func canFollowMetric(in training: ScheduleContext) -> Bool {
        reduces(training.base) && training.betweenEpochs.reaches(firstReduction)
    }

    /// The note for a base rate that every reduction would change by less than the smallest change.
    private func tooSmall(in training: ScheduleContext) -> [Contradiction] {
        guard factor < 1, minimum < training.base, !reduces(training.base) else { return [] }
        let lower = JSONValue.text(of: max(training.base * factor, minimum))
        return [
            Contradiction(
                .note, "factor",
                "would reduce \(training.name) from \(JSONValue.text(of: training.base)) to \(lower), and "
                    + "a change of at most \(JSONValue.text(of: Self.minimumChange)) is not made: the rate "
                    + "never changes")
        ]
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        let largerIsBetter = time.history.largerIsBetter
        var rate = base
        var best = largerIsBetter ? -Double.infinity : .infinity
        var (badEpochs, resting) = (0, 0)
        for value in time.history.values {
            let isBetter =
                largerIsBetter ? value > best * (1 + threshold) : value < best * (1 - threshold)
            badEpochs = isBetter ? 0 : badEpochs + 1
            if isBetter { best = value }
            if resting > 0 {
                resting -= 1
                badEpochs = 0
            }
            guard badEpochs > patience else { continue }
            (badEpochs, resting) = (0, cooldown)
            let lower = max(rate * factor, minimum)
            if rate - lower > Self.minimumChange { rate = lower }
        }
        return rate
    }
}
