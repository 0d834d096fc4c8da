package import Settings

/// Multiplied with `factor` once the metric that `training.monitor` names has not improved for more than `patience`
/// epochs, as PyTorch's `ReduceLROnPlateau` with a relative threshold.
///
/// It is computed from the whole history, and so keeps no state. It changes between epochs, whatever `per` says.
package struct Plateau: Schedule {
    package static let kind = "plateau"
    package static let summary =
        "Multiplied with a factor when the metric of training.monitor does not improve any more."
    package static let settings = [
        Setting(
            "factor", .number(.factor), default: .number(0.1), "What the rate is multiplied with."),
        Setting(
            "patience", .integer(0...1_000_000), default: .number(10),
            "Epochs without improvement that change nothing; the next one does."),
        Setting(
            "threshold", .number(.fraction), default: .number(1e-4),
            "An improvement is greater than this share of the best value."),
        Setting(
            "cooldown", .integer(0...1_000_000), default: .number(0),
            "Epochs after a change in which none counts as without improvement."),
        Setting("minimum", .number(.nonNegative), default: .number(0), "The lowest rate."),
    ]

    /// A smaller change of the rate than this is not made, as in PyTorch.
    private static let leastChange = 1e-8

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

    package var followsMetric: Bool { true }

    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        training.minimumAboveBase(minimum) + training.changesNothing("factor", factor, neutral: 1)
            // The first epoch always improves, and what comes after the last one changes nothing.
            + training.changesTooLate(
                "patience", first: Double(patience) + 2, what: "the first reduction")
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
            if rate - lower > Self.leastChange { rate = lower }
        }
        return rate
    }
}
