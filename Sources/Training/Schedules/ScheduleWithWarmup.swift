import JSON
package import Vocabulary

/// A schedule after a warm-up. When the warm-up ends, the schedule starts at its own epoch 0 with
/// the remaining epochs, as in PyTorch's `SequentialLR([LinearLR(start_factor=w, total_iters=W),
/// ...], milestones=[W])`.
///
/// In a schedule per epoch the rate changes only between epochs, also if the length `W` of the
/// warm-up is not a whole number: with `W` = 1.5 the second epoch has the rate of the warm-up at
/// its beginning, and the third epoch is epoch 0.5 of the schedule.
package struct ScheduleWithWarmup<Following: Schedule>: Schedule {
    package static var kind: String { Following.kind }
    package static var summary: String { Following.summary }
    package static var settings: [Setting] { Following.settings + [Warmup.setting] }

    private let following: Following
    private let warmup: Warmup
    /// True if the settings contain the start factor of the warm-up.
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
                "must be less than the \(epochs) epochs of the training, otherwise the schedule never "
                    + "starts; got \(got)")
        }
        return Contradiction(
            .error, "warmup.epochs",
            "must be at most \(JSONValue.text(of: training.epochs - 1)) of \(epochs) epochs, since the "
                + "rate changes only between epochs; otherwise the schedule never starts; got \(got)"
        )
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
                    "is 1: the rate does not rise, so the warm-up only delays the schedule by "
                        + "\(JSONValue.text(of: warmup.epochs)) epochs")
            ]
        }
        guard let cycle = following as? OneCycle, cycle.rises else { return [] }
        return [
            Contradiction(
                .note, "warmup",
                "rises to the base rate, but this schedule then starts below it and rises again: it "
                    + "has its own warm-up")
        ]
    }

    /// The contradiction of an interval of one step for a rate that changes only between epochs.
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
