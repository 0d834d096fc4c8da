package import JSON
package import Vocabulary

/// A schedule after a warm-up, a straight line up to the base rate: `base * (w + (1 - w) * e / W)`
/// for the first `W` epochs. Then the schedule starts with a clock of its own and the epochs that
/// are left, as in PyTorch's
/// `SequentialLR([LinearLR(start_factor=w, total_iters=W), ...], milestones=[W])`.
///
/// In a schedule per epoch the rate changes between epochs alone, also where `W` is no whole
/// number: with 1.5 the second epoch still has the rate of its start, and the third finds the
/// schedule's clock at 0.5.
package struct Warmup<Following: Schedule>: Schedule {
    package static var kind: String { Following.kind }
    package static var summary: String { Following.summary }
    package static var settings: [Setting] {
        Following.settings + [
            Setting(
                "warmup", .number(.nonNegative), default: .null,
                "Epochs, also fractions of one, in which the rate climbs before the schedule starts."
            ),
            Setting(
                "warmupFrom", .number(.factor), default: .null,
                "The share of the base rate that a warm-up starts from; null: a third."),
        ]
    }

    private let following: Following
    /// Epochs.
    private let length: Double
    private let start: Double
    /// Whether the settings say where the warm-up starts.
    private let namesStart: Bool

    package init(_ values: SettingValues) throws {
        following = try Following(values)
        length = values.optionalNumber("warmup") ?? 0
        let start = values.optionalNumber("warmupFrom")
        self.start = start ?? 1 / 3
        namesStart = start != nil
    }

    package var followsMetric: Bool { following.followsMetric }

    package func canFollowMetric(in training: ScheduleContext) -> Bool {
        following.canFollowMetric(in: training.after(length))
    }

    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        guard training.reaches(length) else { return [tooLong(in: training)] }
        return warmup + changesBetweenEpochs(in: training)
            + following.contradictions(in: training.after(length))
    }

    private func tooLong(in training: ScheduleContext) -> Contradiction {
        let (epochs, got) = (JSONValue.text(of: training.epochs), JSONValue.text(of: length))
        if length >= training.epochs {
            return Contradiction(
                .error, "warmup",
                "must be shorter than the training, which has \(epochs) epochs, else the schedule "
                    + "never starts; got \(got)")
        }
        return Contradiction(
            .error, "warmup",
            "must be at most \(JSONValue.text(of: training.epochs - 1)) of \(epochs) epochs, since the "
                + "rate changes between epochs, else the schedule never starts; got \(got)")
    }

    /// What the warm-up's own settings say in vain.
    private var warmup: [Contradiction] {
        if length == 0 {
            guard namesStart else { return [] }
            return [
                Contradiction(
                    .note, "warmupFrom", "changes nothing: there is no warm-up; set \"warmup\" too")
            ]
        }
        if start == 1 {
            return [
                Contradiction(
                    .note, "warmupFrom",
                    "is 1: the rate does not climb, so the warm-up only has the schedule start "
                        + "\(JSONValue.text(of: length)) epochs later")
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
        guard training.isPerStep, length == 0,
            followsMetric || Following.self == Constant.self
        else { return [] }
        return [
            Contradiction(
                .note, "per", "is \"step\", and this rate does not change within an epoch")
        ]
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        guard time.epoch >= length else {
            return base * (start + (1 - start) * time.epoch / length)
        }
        var time = time
        time.epoch -= length
        time.epochs -= length
        time.history.values = Array(time.history.values.dropFirst(Int(length.rounded(.up))))
        return following.rate(base: base, at: time)
    }
}
