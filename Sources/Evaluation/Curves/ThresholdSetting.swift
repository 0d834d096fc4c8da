import Foundation

/// The decision threshold that a user asks for: a rule that chooses it from validation predictions,
/// or a given probability.
package enum ThresholdSetting: Sendable, Hashable {
    /// A threshold that a rule chooses from the validation predictions of the model.
    case rule(ThresholdRule)
    /// A given probability of the positive class.
    case given(Double)

    /// Reads `youden`, `sensitivity:0.95`, `specificity:0.9`, `cost:FP,FN` (the costs of a false
    /// positive and of a false negative), or a probability between 0 and 1.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let values = parts.dropFirst().flatMap { $0.split(separator: ",") }.map { Double($0) }
        let numbers = values.compactMap { $0 }.filter { $0.isFinite && $0 >= 0 }
        guard parts.count <= 2, numbers.count == values.count else { return nil }
        switch (parts.first.map(String.init), numbers.count) {
        case ("youden", 0) where parts.count == 1: self = .rule(.youden)
        case ("sensitivity", 1) where numbers[0] <= 1:
            self = .rule(.sensitivity(atLeast: numbers[0]))
        case ("specificity", 1) where numbers[0] <= 1:
            self = .rule(.specificity(atLeast: numbers[0]))
        case ("cost", 2) where numbers.contains { $0 > 0 }:
            self = .rule(.cost(falsePositive: numbers[0], falseNegative: numbers[1]))
        case (let word?, 0) where parts.count == 1:
            guard let value = Double(word), value > 0, value < 1 else { return nil }
            self = .given(value)
        default: return nil
        }
    }

    /// The texts that `init` reads, for messages.
    package static let expected =
        "youden, sensitivity:0.95, specificity:0.9, cost:FP,FN, or a probability between 0 and 1, such as 0.3"

    /// The text that `init` reads; `given` for a probability.
    package var text: String {
        switch self {
        case .given: "given"
        case .rule(.youden): "youden"
        case .rule(.sensitivity(let least)): "sensitivity:\(Self.short(least))"
        case .rule(.specificity(let least)): "specificity:\(Self.short(least))"
        case .rule(.cost(let falsePositive, let falseNegative)):
            "cost:\(Self.short(falsePositive)),\(Self.short(falseNegative))"
        }
    }

    private static func short(_ value: Double) -> String { String(format: "%g", value) }
}
