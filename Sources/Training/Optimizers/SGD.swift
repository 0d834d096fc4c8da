package import Engine
import JSON
package import Vocabulary

/// Stochastic gradient descent as in PyTorch: `g += weightDecay * w`, `v = momentum * v + g`, `w -=
/// rate * v`, or with Nesterov momentum `w -= rate * (g + momentum * v)`.
///
/// The rate multiplies the whole velocity; in Sutskever et al. and in Keras it is part of the
/// velocity.
package struct SGD: Optimizer {
    package static let kind = "sgd"
    package static let summary = "Stochastic gradient descent, optionally with momentum."
    package static let settings = [
        Setting.learningRate(default: 0.01),
        Setting(
            "momentum", .number(.fraction), default: .number(0), "The decay rate of the velocity."),
        Setting("nesterov", .boolean, default: .boolean(false), "Nesterov momentum."),
        Setting.weightDecay("L2 penalty, added to the gradient."),
    ]

    private let momentum: Float
    private let nesterov: Bool
    private let weightDecay: Float

    package init(_ values: SettingValues) {
        momentum = Float(values.number("momentum"))
        nesterov = values.boolean("nesterov")
        weightDecay = Float(values.number("weightDecay"))
    }

    /// The contradictions between the settings: Nesterov momentum without momentum.
    package var contradictions: [Contradiction] {
        guard nesterov, momentum == 0 else { return [] }
        return [
            Contradiction(
                .error, "nesterov",
                "needs a momentum; set \"momentum\", for example to 0.9, or remove \"nesterov\"")
        ]
    }

    /// The number of slots: the velocity, if momentum is not 0.
    package var slotCount: Int { momentum == 0 ? 0 : 1 }

    /// Updates the weights and the velocity in place; `weightDecay * w` is added to the gradient
    /// first.
    package func update(_ elements: ParameterSlice, learningRate: Double, step: Int) {
        let rate = Float(learningRate)
        let (w, g) = (elements.weights, elements.gradients)
        guard momentum != 0 else {
            for i in 0..<elements.count { w[i] -= rate * (g[i] + weightDecay * w[i]) }
            return
        }
        let v = elements.slot(0)
        if nesterov {
            for i in 0..<elements.count {
                let gradient = g[i] + weightDecay * w[i]
                v[i] = momentum * v[i] + gradient
                w[i] -= rate * (gradient + momentum * v[i])
            }
        } else {
            for i in 0..<elements.count {
                v[i] = momentum * v[i] + (g[i] + weightDecay * w[i])
                w[i] -= rate * v[i]
            }
        }
    }
}
