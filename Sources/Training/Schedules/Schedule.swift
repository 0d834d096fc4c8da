package import JSON
package import Vocabulary

/// A learning-rate schedule: a pure function of the time since the start of training and of how it
/// went so far. Adding one: a file in this folder and a line in `Schedules.all`.
package protocol Schedule: Configurable {
    /// - Parameters:
    ///   - base: the optimizer's learning rate.
    ///   - time: when in the training; most schedules read its `epoch` and `epochs` alone.
    func rate(base: Double, at time: ScheduleTime) -> Double
    /// Whether the rate depends on the metric that `training.monitor` names.
    var followsMetric: Bool { get }

    /// Whether the metric can still change the rate in a training: not where it would do so after
    /// the last epoch.
    func canFollowMetric(in training: ScheduleContext) -> Bool

    /// What of its settings makes no sense in a training; nothing unless a schedule says so.
    func contradictions(in training: ScheduleContext) -> [Contradiction]
}

extension Schedule {
    package var followsMetric: Bool { false }
    package func canFollowMetric(in training: ScheduleContext) -> Bool { followsMetric }
    package func contradictions(in training: ScheduleContext) -> [Contradiction] { [] }
}

/// When in a training a rate is asked for, and how the training has gone until then.
package struct ScheduleTime: Sendable, Hashable {
    /// Epochs since the start, from 0; whole, or with a fraction in a schedule per step.
    package var epoch: Double
    /// The length of the training.
    package var epochs: Double
    /// Epochs from one rate to the next: 1, or the length of a step in a schedule per step.
    package var interval: Double
    /// The monitored metric after each epoch that is done.
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

    /// Whether a schedule is looked up once an epoch or, at fractions of an epoch, before every
    /// step.
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
