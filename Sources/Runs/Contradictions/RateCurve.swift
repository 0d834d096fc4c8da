import Engine
import JSON
import Studies
import Training
import Vocabulary

/// The learning rates of a training that the monitored metric does not change.
struct RateCurve {
    private let schedule: any Schedule
    /// The base rates of the head and of the backbone; the same where the backbone has none of its
    /// own.
    private let head: Double
    private let backbone: Double
    private let epochs: Int
    private let stepsPerEpoch: Int
    private let isPerStep: Bool

    /// A step of a training, both numbers counted from 0.
    struct Step: Sendable, Hashable {
        let epoch: Int
        /// Within the epoch.
        let step: Int
    }

    /// So many steps are looked at where a training has more.
    private static let sampled = 1000
    /// So many steps are compared one by one.
    private static let compared = 1_000_000

    /// - Parameters:
    ///   - head: the base rate of the head, or of the whole network.
    ///   - backbone: the backbone's own base rate; nil: none.
    /// - Returns: nil where the metric can change the rates.
    init?(_ settings: TrialSettings, head: Double, backbone: Double? = nil, stepsPerEpoch: Int)
        throws
    {
        guard let schedule = try Schedules.all.make(settings.schedule) else { return nil }
        self.schedule = schedule
        self.head = head
        self.backbone = backbone ?? head
        self.stepsPerEpoch = max(1, stepsPerEpoch)
        epochs = settings.training.epochs
        isPerStep = settings.isScheduledPerStep
        for base in [self.head, self.backbone] {
            let context = settings.scheduleContext(base: base)
            if schedule.canFollowMetric(in: context) { return nil }
        }
    }

    /// The first and the last step and at most a thousand between them, the same for all curves of
    /// as many epochs and steps.
    var sample: [Step] {
        let (count, isTooLarge) = epochs.multipliedReportingOverflow(by: stepsPerEpoch)
        if !isTooLarge, count <= Self.sampled { return (0..<count).map(step) }
        let between = (1...Self.sampled).map { index -> Step in
            // Multiples of the golden ratio lie evenly, and have no period in common with a
            // schedule.
            let share = (Double(index) * 0.618_033_988_749_894_8).truncatingRemainder(dividingBy: 1)
            let place = share * Double(epochs)
            let epoch = min(Int(place), epochs - 1)
            let inEpoch = Int((place - Double(epoch)) * Double(stepsPerEpoch))
            return Step(epoch: epoch, step: min(inEpoch, stepsPerEpoch - 1))
        }
        return [Step(epoch: 0, step: 0)] + between
            + [Step(epoch: epochs - 1, step: stepsPerEpoch - 1)]
    }

    private func step(_ number: Int) -> Step {
        Step(epoch: number / stepsPerEpoch, step: number % stepsPerEpoch)
    }

    /// Epochs since the start at which the rate of a step is looked up.
    func time(_ step: Step) -> Double {
        Double(step.epoch) + (isPerStep ? Double(step.step) / Double(stepsPerEpoch) : 0)
    }

    /// The head's rate, or that of the whole network.
    func rate(at step: Step) -> Double { rate(head, at: step) }

    /// The rates of head and backbone in the steps of `sample`.
    var sampledRates: [Double] {
        sample.flatMap { [rate(head, at: $0), rate(backbone, at: $0)] }
    }

    /// Whether all rates are those of another curve of as many epochs and steps. Trainings with
    /// more steps than can be compared one by one count as different.
    func isSame(as other: RateCurve) -> Bool {
        let perEpoch = isPerStep || other.isPerStep ? stepsPerEpoch : 1
        let (count, isTooLarge) = epochs.multipliedReportingOverflow(by: perEpoch)
        guard !isTooLarge, count <= Self.compared else { return false }
        let hasTwo = head != backbone || other.head != other.backbone
        return (0..<count).allSatisfy { number in
            let step = Step(epoch: number / perEpoch, step: number % perEpoch)
            return rate(head, at: step) == other.rate(other.head, at: step)
                && (!hasTwo || rate(backbone, at: step) == other.rate(other.backbone, at: step))
        }
    }

    private func rate(_ base: Double, at step: Step) -> Double {
        let interval = isPerStep ? 1 / Double(stepsPerEpoch) : 1
        return schedule.rate(
            base: base,
            at: ScheduleTime(epoch: time(step), epochs: Double(epochs), interval: interval))
    }
}
