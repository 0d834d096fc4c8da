package import JSON
package import Vocabulary

/// A schedule after a warm-up. When the warm-up ends, the schedule starts with a clock of its own
/// and the epochs that are left, as in PyTorch's
/// `SequentialLR([LinearLR(start_factor=w, total_iters=W), ...], milestones=[W])`.
///
/// In a schedule per epoch the rate changes between epochs alone, also if the length `W` of the
/// warm-up is not a whole number: with 1.5 the second epoch still has the rate of its start, and
/// the third finds the schedule's clock at 0.5.
package struct ScheduleWithWarmup<Following: Schedule>: Schedule {
    package static var kind: String { Following.kind }
    package static var summary: String { Following.summary }
    package static var settings: [Setting] { Following.settings + [Warmup.setting] }

    private let following: Following
    private let warmup: Warmup
    /// Whether the settings give the start of the warm-up.
    private let namesStart: Bool

    package init(_ values: SettingValues) throws {
        following = try Following(values)
        warmup = Warmup(values) ?? Warmup(epochs: 0)
        namesStart =
            values.optionalObject(Warmup.setting.name)?.optionalNumber("startFactor") != nil
    }

    package var followsMetric: Bool { following.followsMetric }

    package func canFollowMetric(in training: ScheduleContext) -> Bool {
        following.canFollowMetric(in: training.after(warmup.epochs))
    }

    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        guard training.reaches(warmup.epochs) else { return [tooLong(in: training)] }
        return idleSettings + changesBetweenEpochs(in: training)
            + following.contradictions(in: training.after(warmup.epochs))
    }

    private func tooLong(in training: ScheduleContext) -> Contradiction {
        let (epochs, got) = (
            JSONValue.text(of: training.epochs), JSONValue.text(of: warmup.epochs)
        )
        if warmup.epochs >= training.epochs {
            return Contradiction(
                .error, "warmup.epochs",
                "must be less than the \(epochs) epochs of the training, else the schedule never "
                    + "starts; got \(got)")
        }
        return Contradiction(
            .error, "warmup.epochs",
            "must be at most \(JSONValue.text(of: training.epochs - 1)) of \(epochs) epochs, since the "
                + "rate changes between epochs, else the schedule never starts; got \(got)")
    }

    /// The settings of the warm-up that have no effect.
    private var idleSettings: [Contradiction] {
        if warmup.epochs == 0 {
            guard namesStart else { return [] }
            return [
                Contradiction(
                    .note, "warmup.startFactor",
                    "changes nothing: \"epochs\" is 0, so there is no warm-up")
            ]
        }
        if warmup.startFactor == 1 {
            return [
                Contradiction(
                    .note, "warmup.startFactor",
                    "is 1: the rate does not climb, so the warm-up only has the schedule start "
                        + "\(JSONValue.text(of: warmup.epochs)) epochs later")
            ]
        }
        guard let cycle = following as? OneCycle, cycle.climbs else { return [] }
        return [
            Contradiction(
                .note, "warmup",
                "climbs to the base rate, from which this schedule falls at once to climb again; it "
                    + "has a way up of its own")
        ]
    }

    /// A change at every step that a rate without a warm-up does not make.
    private func changesBetweenEpochs(in training: ScheduleContext) -> [Contradiction] {
        guard training.isPerStep, warmup.epochs == 0,
            followsMetric || Following.self == Constant.self
        else { return [] }
        return [
            Contradiction(
                .note, "interval", "is \"step\", and this rate does not change within an epoch")
        ]
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        guard time.epoch >= warmup.epochs else { return warmup.rate(base: base, at: time.epoch) }
        var time = time
        time.epoch -= warmup.epochs
        time.epochs -= warmup.epochs
        time.history.values = Array(
            time.history.values.dropFirst(Int(warmup.epochs.rounded(.up))))
        return following.rate(base: base, at: time)
    }
}
