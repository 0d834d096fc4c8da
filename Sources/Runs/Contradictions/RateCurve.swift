import Engine
import JSON
import Studies
import Training
import Vocabulary

/// The learning rates of all steps of a training whose schedule does not depend on the monitored
/// metric.
struct RateCurve {
    private let schedule: any Schedule
    /// The base rates of head and backbone; equal if the backbone has no rate of its own.
    private let head: Double
    private let backbone: Double
    private let epochs: Int
    private let stepsPerEpoch: Int
    private let isPerStep: Bool

    /// A step of a training.
    struct Step: Sendable, Hashable {
        /// The epoch, from 0.
        let epoch: Int
        /// The step within the epoch, from 0.
        let step: Int
    }

    /// The maximum number of steps in a sample, the first and the last step aside.
    private static let maxSampled = 1000
    /// The maximum number of steps that are compared with those of another curve.
    private static let maxCompared = 1_000_000

    /// Creates the curve of a trial's schedule; nil if the metric can change the rates.
    /// - Parameters:
    ///   - head: the base rate of the head, or of the whole network.
    ///   - backbone: the backbone's own base rate; nil: that of the head.
    /// - Throws: an error of the schedule for invalid settings.
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

    /// All steps, or the first, the last and a thousand others if there are more. The sample is the
    /// same for all curves with the same numbers of epochs and steps.
    var sample: [Step] {
        let (count, isTooLarge) = epochs.multipliedReportingOverflow(by: stepsPerEpoch)
        if !isTooLarge, count <= Self.maxSampled { return (0..<count).map(step) }
        let between = (1...Self.maxSampled).map { index -> Step in
            // Multiples of the golden ratio modulo 1 are evenly spaced, and their pattern does not
            // coincide with the period of a schedule.
            let fraction = (Double(index) * 0.618_033_988_749_894_8)
                .truncatingRemainder(dividingBy: 1)
            let time = fraction * Double(epochs)
            let epoch = min(Int(time), epochs - 1)
            let inEpoch = Int((time - Double(epoch)) * Double(stepsPerEpoch))
            return Step(epoch: epoch, step: min(inEpoch, stepsPerEpoch - 1))
        }
        return [Step(epoch: 0, step: 0)] + between
            + [Step(epoch: epochs - 1, step: stepsPerEpoch - 1)]
    }

    private func step(_ number: Int) -> Step {
        Step(epoch: number / stepsPerEpoch, step: number % stepsPerEpoch)
    }

    /// The time in epochs at which the schedule is evaluated for a step.
    func time(_ step: Step) -> Double {
        Double(step.epoch) + (isPerStep ? Double(step.step) / Double(stepsPerEpoch) : 0)
    }

    /// The learning rate of the head, or of the whole network, in a step.
    func rate(at step: Step) -> Double { rate(head, at: step) }

    /// The rates of head and backbone in the steps of `sample`.
    var sampledRates: [Double] {
        sample.flatMap { [rate(head, at: $0), rate(backbone, at: $0)] }
    }

    /// True if all rates equal those of another curve with the same numbers of epochs and steps.
    /// Curves with too many steps to compare count as different.
    func isSame(as other: RateCurve) -> Bool {
        let perEpoch = isPerStep || other.isPerStep ? stepsPerEpoch : 1
        let (count, isTooLarge) = epochs.multipliedReportingOverflow(by: perEpoch)
        guard !isTooLarge, count <= Self.maxCompared else { return false }
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
