import Foundation
package import JSON
package import Vocabulary

/// Up from `base / divisor` to `base`, then down to `base / divisor / finalDivisor` (Smith and
/// Topin, 2018), as PyTorch's `OneCycleLR` in two phases, with `base` for its `max_lr`. Unlike
/// there, the momentum stays as it is.
///
/// The first rate of the training is the lowest of the way up, its last rate the lowest of all.
package struct OneCycle: Schedule {
    package static let kind = "oneCycle"
    package static let summary =
        "Up to the base rate and down to almost nothing; the momentum stays as it is."
    package static let settings = [
        Setting(
            "warmupShare", .number(.fraction), default: .number(0.3),
            "The share of the training on the way up."),
        Setting(
            "divisor", .number(.positive), default: .number(25),
            "The base rate is so many times the first one."),
        Setting(
            "finalDivisor", .number(.positive), default: .number(1e4),
            "The first rate is so many times the last one."),
        Setting(
            "anneal", .choice(["cosine", "linear"]), default: .string("cosine"),
            "The form of both ways."),
    ]

    private let warmupShare: Double
    private let divisor: Double
    private let finalDivisor: Double
    private let isLinear: Bool

    package init(_ values: SettingValues) {
        warmupShare = values.number("warmupShare")
        divisor = values.number("divisor")
        finalDivisor = values.number("finalDivisor")
        isLinear = values.string("anneal") == "linear"
    }

    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        rise(in: training) + fall
    }

    /// Whether it begins below the base rate and rises to it.
    var climbs: Bool { divisor > 1 && warmupShare > 0 }

    /// What is wrong with the way up to the base rate.
    private func rise(in training: ScheduleContext) -> [Contradiction] {
        let value = JSONValue.text(of: divisor)
        if divisor < 1 {
            return [
                Contradiction(
                    .error, "divisor",
                    "must be at least 1, else the first rate is above the base rate and the way up "
                        + "goes down; got \(value)")
            ]
        }
        if divisor == 1, warmupShare > 0 {
            return [
                Contradiction(
                    .note, "divisor",
                    "is 1: the first rate is the base rate, so there is no way up")
            ]
        }
        // A schedule per step has its steps for the cycle, however few the epochs are.
        guard !training.isPerStep else { return [] }
        let epochs = JSONValue.text(of: training.epochs)
        if training.epochs <= 2 {
            return [
                Contradiction(
                    .note, "",
                    "goes up and down within \(epochs) epochs: too few for a cycle between epochs; "
                        + "\"per\": \"step\" gives it all steps")
            ]
        }
        guard warmupShare > 0, warmupShare * training.epochs <= 1 else { return [] }
        return [
            Contradiction(
                .note, "warmupShare",
                "is \(JSONValue.text(of: warmupShare)) of \(epochs) epochs, which is not more than one: "
                    + "the rate only falls and never has the base rate; set a larger share, or "
                    + "\"per\" to \"step\"")
        ]
    }

    /// What is wrong with the way down to the last rate.
    private var fall: [Contradiction] {
        guard divisor >= 1, divisor * finalDivisor <= 1 else { return [] }
        let product = JSONValue.text(of: divisor * finalDivisor)
        if divisor * finalDivisor == 1 {
            return [
                Contradiction(
                    .note, "finalDivisor",
                    "times \"divisor\" is 1: the last rate is the base rate, so there is no way "
                        + "down")
            ]
        }
        return [
            Contradiction(
                .error, "finalDivisor",
                "times \"divisor\" must be at least 1, else the last rate is above the base rate and "
                    + "the way down goes up; got \(product)")
        ]
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        let first = base / divisor
        let top = warmupShare * time.epochs - time.interval
        let end = time.epochs - time.interval
        if top > 0, time.epoch <= top { return between(first, base, at: time.epoch / top) }
        let fraction = min(1, (time.epoch - top) / (end - top))
        return between(base, first / finalDivisor, at: fraction)
    }

    private func between(_ start: Double, _ end: Double, at fraction: Double) -> Double {
        isLinear
            ? start + (end - start) * fraction
            : end + 0.5 * (start - end) * (1 + cos(.pi * fraction))
    }
}
