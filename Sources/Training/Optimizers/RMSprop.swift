package import Engine
import JSON
package import Vocabulary

/// RMSprop (Hinton, 2012) as in PyTorch: `s = alpha * s + (1 - alpha) * g^2`, `w -= rate * g /
/// (sqrt(s) + epsilon)`; epsilon is added outside the square root, unlike in Keras.
package struct RMSprop: Optimizer {
    /// The name in study files: `rmsprop`.
    package static let kind = "rmsprop"
    package static let summary = "RMSprop: gradients divided by their running root mean square."
    package static let settings = [
        Setting.learningRate(default: 0.01),
        Setting(
            "alpha", .number(.fraction), default: .number(0.99),
            "The decay rate of the mean square."),
        Setting("epsilon", .number(.positive), default: .number(1e-8), "Added to the square root."),
        Setting(
            "momentum", .number(.fraction), default: .number(0), "The decay rate of the velocity."),
        Setting(
            "centered", .boolean, default: .boolean(false), "Divide by the standard deviation."),
        Setting.weightDecay("L2 penalty, added to the gradient."),
    ]

    private let alpha: Float
    private let epsilon: Float
    private let momentum: Float
    private let centered: Bool
    private let weightDecay: Float

    package init(_ values: SettingValues) {
        alpha = Float(values.number("alpha"))
        epsilon = Float(values.number("epsilon"))
        momentum = Float(values.number("momentum"))
        centered = values.boolean("centered")
        weightDecay = Float(values.number("weightDecay"))
    }

    /// The number of slots: the mean square, the mean if centered, and the velocity if momentum is
    /// not 0.
    package var slotCount: Int { 1 + (centered ? 1 : 0) + (momentum == 0 ? 0 : 1) }

    /// Updates the weights and the slots in place; `weightDecay * w` is added to the gradient
    /// first.
    package func update(_ elements: ParameterSlice, learningRate: Double, step: Int) {
        let rate = Float(learningRate)
        let (w, g, s) = (elements.weights, elements.gradients, elements.slot(0))
        if !centered, momentum == 0 {
            for i in 0..<elements.count {
                let gradient = g[i] + weightDecay * w[i]
                s[i] = alpha * s[i] + (1 - alpha) * (gradient * gradient)
                w[i] -= rate * (gradient / (s[i].squareRoot() + epsilon))
            }
            return
        }
        let mean = centered ? elements.slot(1) : nil
        let velocity = momentum == 0 ? nil : elements.slot(slotCount - 1)
        for i in 0..<elements.count {
            let gradient = g[i] + weightDecay * w[i]
            s[i] = alpha * s[i] + (1 - alpha) * (gradient * gradient)
            var variance = s[i]
            if let mean {
                mean[i] += (1 - alpha) * (gradient - mean[i])
                variance -= mean[i] * mean[i]
            }
            var move = gradient / (variance.squareRoot() + epsilon)
            if let velocity {
                velocity[i] = momentum * velocity[i] + move
                move = velocity[i]
            }
            w[i] -= rate * move
        }
    }
}
