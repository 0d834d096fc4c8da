package import Settings

/// A learning-rate schedule: a pure function of the time since the start of training.
/// Adding one: a file in this folder and a line in `Schedules.all`.
package protocol Schedule: Configurable {
    /// - Parameters:
    ///   - base: the optimizer's learning rate.
    ///   - epoch: epochs since the start, from 0; whole, or with a fraction in a schedule per step.
    ///   - epochs: the length of the training.
    func rate(base: Double, epoch: Double, epochs: Double) -> Double
}

/// The registry of schedules.
package enum Schedules {
    package static let all = Registry<any Schedule>([
        entry(Constant.self), entry(StepDecay.self), entry(Cosine.self), entry(Exponential.self),
        entry(Polynomial.self), entry(NaturalExponential.self), entry(Staircase.self),
    ])

    /// Whether a schedule is looked up once an epoch or, at fractions of an epoch, before every step.
    package static let per = Setting(
        "per", .choice(["epoch", "step"]), default: .string("epoch"),
        "Whether the rate changes between epochs or, along the same curve, at every step.")

    private static func entry<S: Schedule>(_ type: S.Type) -> Registry<any Schedule>.Entry {
        let description = KindDescription(
            kind: type.kind, summary: type.summary, settings: type.settings + [per])
        return .init(description) { try S($0) }
    }
}
