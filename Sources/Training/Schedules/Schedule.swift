import JSON
package import Vocabulary

/// A learning-rate schedule: a pure function of the time since the start of training and of the
/// monitored metric so far. To add a schedule, add a file in this folder and a line in
/// `Schedules.all`.
package protocol Schedule: Configurable {
    /// - Parameters:
    ///   - base: the base rate: the optimizer's learning rate.
    ///   - time: the time in the training; most schedules read only `epoch` and `epochs`.
    func rate(base: Double, at time: ScheduleTime) -> Double
    /// True if the rate depends on the metric of `training.monitor`.
    var followsMetric: Bool { get }

    /// True if the metric can change the rate in a training; false if it would change it only after
    /// the last epoch.
    func canFollowMetric(in training: ScheduleContext) -> Bool

    /// The contradictions between the settings and a training; none by default.
    func contradictions(in training: ScheduleContext) -> [Contradiction]
}

extension Schedule {
    package var followsMetric: Bool { false }
    package func canFollowMetric(in training: ScheduleContext) -> Bool { followsMetric }
    package func contradictions(in training: ScheduleContext) -> [Contradiction] { [] }
}

/// The time in a training for which a rate is computed, and the monitored metric until then.
package struct ScheduleTime: Sendable, Hashable {
    /// The epochs since the start, from 0: a whole number, or with a fraction in a schedule per
    /// step.
    package var epoch: Double
    /// The number of epochs of the training.
    package var epochs: Double
    /// The time between two rates in epochs: 1, or the length of a step in a schedule per step.
    package var interval: Double
    /// The monitored metric after each completed epoch.
    package var history: MetricHistory

    package init(
        epoch: Double, epochs: Double, interval: Double = 1,
        history: MetricHistory = MetricHistory()
    ) {
        self.epoch = epoch
        self.epochs = epochs
        self.interval = interval
        self.history = history
    }
}

/// The registry of schedules. Each also has the settings `warmup` and `interval`.
package enum Schedules {
    package static let all = Registry<any Schedule>([
        entry(Constant.self), entry(StepDecay.self), entry(Cosine.self),
        entry(CosineRestarts.self), entry(OneCycle.self), entry(Exponential.self),
        entry(Polynomial.self), entry(NaturalExponential.self), entry(Staircase.self),
        entry(Plateau.self),
    ])

    /// The setting of the interval: the rate is computed once per epoch or, at fractions of an
    /// epoch, before every step.
    package static let interval = Setting(
        "interval", .choice(["epoch", "step"]), default: .string("epoch"),
        "Whether the rate changes between epochs or, along the same curve, at every step.")

    private static func entry<S: Schedule>(_ type: S.Type) -> Registry<any Schedule>.Entry {
        let description = KindDescription(
            kind: type.kind, summary: type.summary,
            settings: ScheduleWithWarmup<S>.settings + [interval])
        return .init(description) { try ScheduleWithWarmup<S>($0) }
    }
}
