import JSON
import Studies
import Training
import Vocabulary

extension TrialSettings {
    /// A learning rate that the schedule scales.
    struct BaseRate {
        /// The path of the setting, such as `training.optimizer.learningRate`.
        let path: String
        /// The name in messages, such as `the optimizer's learning rate`.
        let name: String
        let value: Double
    }

    /// The base rates that have an effect: that of the optimizer, and that of the backbone if it is
    /// set and the backbone is trained.
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

    /// True if the learning rate changes at every step, false if it changes between epochs.
    var isScheduledPerStep: Bool { schedule.values.string(Schedules.interval.name) == "step" }

    /// The properties of the training on which a schedule's own contradictions depend.
    /// - Parameters:
    ///   - base: the base rate that the schedule scales.
    ///   - name: the name of the base rate in messages; nil: `the optimizer's learning rate`.
    func scheduleContext(base: Double, name: String? = nil) -> ScheduleContext {
        var context = ScheduleContext(
            base: base, epochs: Double(training.epochs), isPerStep: isScheduledPerStep)
        context.name = name ?? context.name
        return context
    }

    /// Contradictions between the schedule and the training, for every base rate.
    func scheduleContradictions(trainsBackbone: Bool) throws -> [Contradiction] {
        guard let schedule = try Schedules.all.make(schedule) else { return [] }
        let rates = baseRates(trainsBackbone: trainsBackbone)
        let found = try rates.flatMap { base -> [Contradiction] in
            let own = schedule.contradictions(
                in: scheduleContext(base: base.value, name: base.name))
            return try own + curveContradictions(of: base, isExplained: !own.isEmpty)
        }
        // Contradictions that do not depend on the base rate are found once per rate.
        return found.unique.map { $0.below("schedule") }
    }

    /// Contradictions that follow from the learning rates: they are 0, or never change.
    /// - Parameter isExplained: whether the schedule's own rules have found a contradiction.
    private func curveContradictions(
        of base: BaseRate, isExplained: Bool
    ) throws -> [Contradiction] {
        // `outOfRange` reports a base rate of 0.
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
                    "sets \(base.name) to 0 from the first step on (in single precision), so "
                        + "nothing is learned")
            ]
        }
        if let epoch = zeros.map(\.epoch).min() {
            return [
                Contradiction(
                    .note, "",
                    "sets \(base.name) to 0 in epoch \(epoch + 1) of \(training.epochs) (in single "
                        + "precision), where nothing is learned")
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
