package import Settings

/// A schedule after a warm-up, a straight line up to the base rate: `base * (w + (1 - w) * e / W)` for the first `W`
/// epochs. Then the schedule starts with a clock of its own and the epochs that are left, as in PyTorch's
/// `SequentialLR([LinearLR(start_factor=w, total_iters=W), ...], milestones=[W])`.
///
/// In a schedule per epoch the rate changes between epochs alone, also where `W` is no whole number: with 1.5 the
/// second epoch still has the rate of its start, and the third finds the schedule's clock at 0.5.
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

    package init(_ values: SettingValues) throws {
        following = try Following(values)
        length = values.optionalNumber("warmup") ?? 0
        start = values.optionalNumber("warmupFrom") ?? 1 / 3
    }

    package var followsMetric: Bool { following.followsMetric }

    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        guard length < training.epochs else {
            return [
                Contradiction(
                    .error, "warmup",
                    "must be shorter than the training, which has \(JSON.number(training.epochs).canonical) epochs, else the "
                        + "schedule never starts; got \(JSON.number(length).canonical)")
            ]
        }
        var rest = training
        rest.epochs -= length
        return following.contradictions(in: rest)
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
