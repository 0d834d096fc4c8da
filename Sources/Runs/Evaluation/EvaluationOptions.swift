package import Evaluation
import Foundation
package import Vocabulary

/// The options of an evaluation.
package struct EvaluationOptions: Sendable {
    /// The decision threshold, which never depends on the evaluated images.
    package enum Threshold: Sendable, Hashable {
        /// A threshold that a rule chooses from the validation predictions of the model.
        case rule(ThresholdRule)
        /// A given probability of the positive class.
        case given(Double)

        /// Reads `youden`, `sensitivity:0.95`, `specificity:0.9`, `cost:FP,FN` (the costs of a
        /// false positive and of a false negative), or a probability between 0 and 1.
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

        /// The text that `init` reads; `given` for a probability.
        var text: String {
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

    /// The calibration, which never depends on the evaluated images.
    package enum Calibration: Sendable, Hashable {
        /// The probabilities as the networks give them.
        case none
        /// A method, fitted to the validation predictions of the model.
        case method(CalibrationMap.Method)
        /// The method with the smallest log loss in a cross-validation on the validation
        /// predictions; none if none is better.
        case auto

        /// Reads `none`, `auto`, or the name of a method.
        package init?(_ text: String) {
            switch text {
            case "none": self = .none
            case "auto": self = .auto
            default:
                guard let method = CalibrationMap.Method(rawValue: text) else { return nil }
                self = .method(method)
            }
        }
    }

    /// The name of the evaluation; nil: that of the data set's folder and of the trial.
    package var name: String?
    /// The split to evaluate; nil: `test`, if the folder has splits.
    package var split: Split?
    /// The pattern that finds patients in file names; nil: a known one that is recognized.
    package var groupPattern: String?
    /// The decision threshold; nil: Youden's index, if there are validation predictions for it.
    package var threshold: Threshold?
    /// The calibration of the probabilities.
    package var calibration = Calibration.none
    /// The prevalences for predictive values.
    package var prevalences: [Double] = []
    /// The number format of the computation; nil: that of the training.
    package var precision: PrecisionSetting?
    /// Whether images that cannot be read are left out.
    package var skipsBadImages = false
    /// Whether files that look like images but are not read are accepted.
    package var ignoresUnread = false
    /// Whether images may also be training or validation images of the model.
    package var allowsOverlap = false
    /// Whether another evaluation of the same name is replaced.
    package var replaces = false
    /// The folder of the study's data on this machine; nil: that in the study.
    package var data: String?

    package init() {}
}

/// An evaluation that cannot be made, with a message for the user.
package struct EvaluationFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
