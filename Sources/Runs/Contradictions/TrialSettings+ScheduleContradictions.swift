import JSON
import Studies
import Training
import Vocabulary

extension TrialSettings {
    /// A learning rate that the schedule scales.
    struct BaseRate {
        /// The setting, such as `training.optimizer.learningRate`.
        let path: String
        /// What messages call it.
        let name: String
        let value: Double
    }

    /// The base rates that something trains with: the optimizer's, and the backbone's where it has
    /// one of its own.
    func baseRates(trainsBackbone: Bool) -> [BaseRate] {
        let values = training.optimizer.values
        let path = "training.optimizer"
        var rates = [
            BaseRate(
                path: "\(path).learningRate", name: "the optimizer's learning rate",
                value: values.number("learningRate"))
        ]
        if trainsBackbone, let backbone = values.optionalNumber("backboneLearningRate") {
            rates.append(
                BaseRate(
                    path: "\(path).backboneLearningRate",
                    name: "the backbone's learning rate (\(path).backboneLearningRate)",
                    value: backbone))
        }
        return rates
    }

    /// Whether the rate changes at every step rather than between epochs.
    var isScheduledPerStep: Bool { schedule.values.string(Schedules.interval.name) == "step" }

    /// The training as its schedule sees it.
    /// - Parameters:
    ///   - base: the rate that it scales.
    ///   - name: that rate's name in messages; nil: the optimizer's.
    func scheduleContext(base: Double, name: String? = nil) -> ScheduleContext {
        var context = ScheduleContext(
            base: base, epochs: Double(training.epochs), isPerStep: isScheduledPerStep)
        context.name = name ?? context.name
        return context
    }

    /// What of the schedule makes no sense with this training, for every base rate.
    func scheduleContradictions(trainsBackbone: Bool) throws -> [Contradiction] {
        guard let schedule = try Schedules.all.make(schedule) else { return [] }
        let rates = baseRates(trainsBackbone: trainsBackbone)
        let found = try rates.flatMap { base -> [Contradiction] in
            let own = schedule.contradictions(
                in: scheduleContext(base: base.value, name: base.name))
            return try own + curveContradictions(of: base, isExplained: !own.isEmpty)
        }
        // What does not depend on the rate is said once.
        return found.unique.map { $0.below("schedule") }
    }

    /// What the rates themselves show: that they never change, or come to 0.
    /// - Parameter isExplained: whether something is said of the schedule already.
    private func curveContradictions(
        of base: BaseRate, isExplained: Bool
    ) throws -> [Contradiction] {
        // A rate that is 0 already is the optimizer's fault.
        guard Float(base.value) > 0,
            let curve = try RateCurve(
                self, head: base.value, stepsPerEpoch: isScheduledPerStep ? 16 : 1)
        else { return [] }
        let steps = curve.sample
        let zeros = steps.filter { Float(curve.rate(at: $0)) == 0 }
        if zeros.count == steps.count {
            return [
                Contradiction(
                    .error, "",
                    "makes \(base.name) 0 from the first step on, in single precision, so that "
                        + "nothing is learnt")
            ]
        }
        if let epoch = zeros.map(\.epoch).min() {
            return [
                Contradiction(
                    .note, "",
                    "makes \(base.name) 0 in epoch \(epoch + 1) of \(training.epochs), in single "
                        + "precision: nothing is learnt there")
            ]
        }
        guard !isExplained, schedule.kind != Constant.kind else { return [] }
        let warmup = Warmup(schedule.values)?.epochs ?? 0
        let rates = steps.filter { curve.time($0) >= warmup }.map { curve.rate(at: $0) }
        guard Set(rates).count <= 1 else { return [] }
        let left = training.epochs - Int(warmup.rounded(.up))
        let length = training.epochs == 1 ? "1 epoch" : "\(training.epochs) epochs"
        let before = warmup > 0 ? ", \(JSONValue.text(of: warmup)) of them warm-up" : ""
        let isOneRate = left == 1 && !isScheduledPerStep
        let hint = isOneRate ? "; \"interval\": \"step\" changes it at every step" : ""
        return [
            Contradiction(
                .note, "",
                "\(schedule.kind) never changes the rate in a training of \(length)\(before)"
                    + hint)
        ]
    }
}
