import Foundation
import JSON
package import Vocabulary

/// The 1cycle schedule (Smith and Topin, 2018), as in PyTorch's `OneCycleLR` with two phases and
/// `max_lr` equal to `base`: the rate rises from `base / divisor` to `base`, then falls to `base /
/// divisor / finalDivisor`. Unlike in PyTorch, the momentum is constant.
///
/// The first step of the training has the first rate, the last step the last rate.
package struct OneCycle: Schedule {
    package static let kind = "oneCycle"
    package static let summary =
        "Rises to the base rate and falls to almost zero; the momentum is constant."
    package static let settings = [
        Setting(
            "warmupFraction", .number(.fraction), default: .number(0.3),
            "The fraction of the training in which the rate rises."),
        Setting(
            "divisor", .number(.positive), default: .number(25),
            "The base rate divided by the first rate."),
        Setting(
            "finalDivisor", .number(.positive), default: .number(1e4),
            "The first rate divided by the last rate."),
        Setting(
            "anneal", .choice(["cosine", "linear"]), default: .string("cosine"),
            "The shape of the rise and of the fall."),
    ]

    private let warmupFraction: Double
    private let divisor: Double
    private let finalDivisor: Double
    private let isLinear: Bool

    package init(_ values: SettingValues) {
        warmupFraction = values.number("warmupFraction")
        divisor = values.number("divisor")
        finalDivisor = values.number("finalDivisor")
        isLinear = values.string("anneal") == "linear"
    }

    /// The contradictions of the rise and of the fall.
    package func contradictions(in training: ScheduleContext) -> [Contradiction] {
        rise(in: training) + fall
    }

    /// True if the rate begins below the base rate and rises to it.
    var rises: Bool { divisor > 1 && warmupFraction > 0 }

    /// The contradictions in the settings of the rise.
    private func rise(in training: ScheduleContext) -> [Contradiction] {
        let value = JSONValue.text(of: divisor)
        if divisor < 1 {
            return [
                Contradiction(
                    .error, "divisor",
                    "must be at least 1; otherwise the first rate is above the base rate and the rise "
                        + "would be a fall; got \(value)")
            ]
        }
        if divisor == 1, warmupFraction > 0 {
            return [
                Contradiction(
                    .note, "divisor",
                    "is 1: the first rate equals the base rate, so the rate does not rise")
            ]
        }
        // A schedule per step has enough steps for the cycle, even in few epochs.
        guard !training.isPerStep else { return [] }
        let epochs = JSONValue.text(of: training.epochs)
        if training.epochs <= 2 {
            return [
                Contradiction(
                    .note, "",
                    "goes up and down within \(epochs) epochs: too few for a cycle between epochs; "
                        + "\"interval\": \"step\" gives it all steps")
            ]
        }
        guard warmupFraction > 0, warmupFraction * training.epochs <= 1 else { return [] }
        return [
            Contradiction(
                .note, "warmupFraction",
                "is \(JSONValue.text(of: warmupFraction)) of \(epochs) epochs, which is not more than one: "
                    + "the rate only falls and never has the base rate; set a larger fraction, or "
                    + "\"interval\" to \"step\"")
        ]
    }

    /// The contradictions in the settings of the fall.
    private var fall: [Contradiction] {
        guard divisor >= 1, divisor * finalDivisor <= 1 else { return [] }
        let product = JSONValue.text(of: divisor * finalDivisor)
        if divisor * finalDivisor == 1 {
            return [
                Contradiction(
                    .note, "finalDivisor",
                    "times \"divisor\" is 1: the last rate equals the base rate, so the rate does not "
                        + "down")
            ]
        }
        return [
            Contradiction(
                .error, "finalDivisor",
                "times \"divisor\" must be at least 1; otherwise the last rate is above the base rate and "
                    + "the fall would be a rise; got \(product)")
        ]
    }

    package func rate(base: Double, at time: ScheduleTime) -> Double {
        let first = base / divisor
        let top = warmupFraction * time.epochs - time.interval
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
