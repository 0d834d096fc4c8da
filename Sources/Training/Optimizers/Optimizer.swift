package import Engine
import JSON
package import Vocabulary

/// An optimizer that a study file can select. To add one, add a file in this folder and a line in
/// `Optimizers.all`.
package protocol Optimizer: Configurable, OptimizerStep {
    /// The contradictions between the settings; none by default.
    var contradictions: [Contradiction] { get }
}

extension Optimizer {
    package var contradictions: [Contradiction] { [] }
}

/// The registry of optimizers. Each has the settings `learningRate`, the base rate that the
/// schedule scales, and `backboneLearningRate`.
package enum Optimizers {
    /// The optimizers, in the order in which messages list them.
    package static let all = Registry<any Optimizer>([
        entry(SGD.self), entry(RMSprop.self), entry(Adam.self), entry(AdamW.self),
        entry(Lion.self),
    ])

    private static func entry<O: Optimizer>(_ type: O.Type) -> Registry<any Optimizer>.Entry {
        let description = KindDescription(
            kind: type.kind, summary: type.summary,
            settings: type.settings + [Setting.backboneLearningRate])
        return .init(description) { try O($0) }
    }
}

extension Setting {
    /// The base learning rate, a setting of every optimizer.
    static func learningRate(default rate: Double) -> Setting {
        Setting(
            "learningRate", .number(.positive), default: .number(rate),
            "The base learning rate, which the schedule scales.")
    }

    /// The base learning rate of all parameters except the head, a setting of every optimizer.
    static let backboneLearningRate = Setting(
        "backboneLearningRate", .number(.positive), default: .null,
        "The base learning rate of all layers except the last linear one; null: learningRate.")

    static func weightDecay(default decay: Double = 0, _ summary: String) -> Setting {
        Setting("weightDecay", .number(.nonNegative), default: .number(decay), summary)
    }
}
