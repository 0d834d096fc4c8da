package import Engine
import Foundation
import JSON
package import Vocabulary

/// Adam (Kingma and Ba, 2015) as in PyTorch; the weight decay is added to the gradient.
package struct Adam: Optimizer {
    /// The optimizer's name in a study file: `adam`.
    package static let kind = "adam"
    /// The sentence for help texts and the JSON schema.
    package static let summary = "Adam: running means of the gradient and of its square."
    /// The settings `learningRate`, `beta1`, `beta2`, `epsilon` and `weightDecay`; the defaults are
    /// PyTorch's.
    package static let settings =
        [Setting.learningRate(default: 0.001)] + AdamMoments.settings
        + [Setting.weightDecay("L2 penalty, added to the gradient.")]

    private let moments: AdamMoments
    private let weightDecay: Float

    /// Creates the optimizer from checked settings, which include `weightDecay`, at least 0.
    package init(_ values: SettingValues) {
        moments = AdamMoments(values)
        weightDecay = Float(values.number("weightDecay"))
    }

    /// The number of slots: the running means of the gradient and of its square.
    package var slotCount: Int { 2 }

    /// Updates the weights and both slots in place; `weightDecay * w` is added to the gradient
    /// first.
    /// - Parameters:
    ///   - learningRate: the learning rate of this step.
    ///   - step: the number of the step, from 1; it corrects the bias of the running means.
    package func update(_ elements: ParameterSlice, learningRate: Double, step: Int) {
        moments.update(
            elements, learningRate: learningRate, step: step, penalty: weightDecay, shrink: 1)
    }
}

/// AdamW (Loshchilov and Hutter, 2019) as in PyTorch: `w *= 1 - rate * weightDecay`, then Adam's
/// step.
package struct AdamW: Optimizer {
    /// The optimizer's name in a study file: `adamw`.
    package static let kind = "adamw"
    /// The sentence for help texts and the JSON schema.
    package static let summary = "Adam with decoupled weight decay."
    /// The settings `learningRate`, `beta1`, `beta2`, `epsilon`, `weightDecay` and
    /// `decayNormsAndBiases`; the defaults are PyTorch's.
    package static let settings =
        [Setting.learningRate(default: 0.001)] + AdamMoments.settings
        + [
            Setting.weightDecay(
                default: 0.01, "The fraction of each weight that is subtracted, times the rate."),
            Setting.decayNormsAndBiases,
        ]

    private let moments: AdamMoments
    private let decay: DecoupledDecay

    /// Creates the optimizer from checked settings, which include `weightDecay`, at least 0.
    package init(_ values: SettingValues) {
        moments = AdamMoments(values)
        decay = DecoupledDecay(values)
    }

    /// The contradictions between the settings: an exemption without a weight decay.
    package var contradictions: [Contradiction] { decay.contradictions }

    /// The number of slots: the running means of the gradient and of its square.
    package var slotCount: Int { 2 }

    /// Updates the weights and both slots in place; the weights are multiplied by
    /// `1 - learningRate * weightDecay` first, those of batch norms and biases only if
    /// `decayNormsAndBiases` is true.
    /// - Parameters:
    ///   - learningRate: the learning rate of this step.
    ///   - step: the number of the step, from 1; it corrects the bias of the running means.
    package func update(_ elements: ParameterSlice, learningRate: Double, step: Int) {
        moments.update(
            elements, learningRate: learningRate, step: step, penalty: 0,
            shrink: decay.factor(of: elements, learningRate: learningRate))
    }
}

/// The update that Adam and AdamW share: `m = beta1 * m + (1 - beta1) * g`, `v = beta2 * v + (1 -
/// beta2) * g^2`, `w -= rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)`.
private struct AdamMoments {
    static let settings = [
        Setting("beta1", .number(.fraction), default: .number(0.9), "The decay rate of the mean."),
        Setting(
            "beta2", .number(.fraction), default: .number(0.999),
            "The decay rate of the mean square."),
        Setting("epsilon", .number(.positive), default: .number(1e-8), "Added to the square root."),
    ]

    let beta1: Double
    let beta2: Double
    let epsilon: Float

    /// Reads `beta1`, `beta2` and `epsilon`.
    package init(_ values: SettingValues) {
        beta1 = values.number("beta1")
        beta2 = values.number("beta2")
        epsilon = Float(values.number("epsilon"))
    }

    /// - Parameters:
    ///   - penalty: the factor of the weight that is added to the gradient.
    ///   - shrink: the factor by which the weight is multiplied first.
    func update(
        _ elements: ParameterSlice, learningRate: Double, step: Int, penalty: Float, shrink: Float
    ) {
        let (b1, b2) = (Float(beta1), Float(beta2))
        let rate = Float(learningRate / (1 - pow(beta1, Double(step))))
        let correction = Float((1 - pow(beta2, Double(step))).squareRoot())
        let (w, g) = (elements.weights, elements.gradients)
        let (m, v) = (elements.slot(0), elements.slot(1))
        for i in 0..<elements.count {
            let weight = w[i] * shrink
            let gradient = g[i] + penalty * weight
            m[i] = b1 * m[i] + (1 - b1) * gradient
            v[i] = b2 * v[i] + (1 - b2) * (gradient * gradient)
            w[i] = weight - rate * (m[i] / (v[i].squareRoot() / correction + epsilon))
        }
    }
}
