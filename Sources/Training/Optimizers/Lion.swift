package import Engine
import JSON
package import Vocabulary

/// Lion (Chen et al., *Symbolic Discovery of Optimization Algorithms*, 2023): `c = beta1 * m + (1 -
/// beta1) * g`, `w -= rate * (sign(c) + weightDecay * w)`, `m = beta2 * m + (1 - beta2) * g`.
///
/// Every weight moves by the learning rate in every step, so the paper advises a rate of a third to
/// a tenth of Adam's, and a weight decay that is larger by the same factor. The sign of 0 is 0.
package struct Lion: Optimizer {
    /// The optimizer's name in a study file: `lion`.
    package static let kind = "lion"
    /// The sentence for help texts and the JSON schema.
    package static let summary = "Lion: the sign of a running mean of the gradient."
    /// The settings; the defaults of the decay rates are those of the paper.
    package static let settings = [
        Setting.learningRate(default: 0.0001),
        Setting(
            "beta1", .number(.fraction), default: .number(0.9),
            "The weight of the running mean in the sign of a step."),
        Setting(
            "beta2", .number(.fraction), default: .number(0.99),
            "The decay rate of the running mean."),
        Setting.weightDecay("The fraction of each weight that is subtracted, times the rate."),
        Setting.decayNormsAndBiases,
    ]

    private let beta1: Float
    private let beta2: Float
    private let decay: DecoupledDecay

    /// Creates the optimizer from checked settings, which include `weightDecay`, at least 0.
    package init(_ values: SettingValues) {
        beta1 = Float(values.number("beta1"))
        beta2 = Float(values.number("beta2"))
        decay = DecoupledDecay(values)
    }

    /// The contradictions between the settings: an exemption without a weight decay.
    package var contradictions: [Contradiction] { decay.contradictions }

    /// The number of slots: the running mean of the gradient.
    package var slotCount: Int { 1 }

    /// Updates the weights and the slot in place; the weights are multiplied by
    /// `1 - learningRate * weightDecay` first, those of batch norms and biases only if
    /// `decayNormsAndBiases` is true.
    package func update(_ elements: ParameterSlice, learningRate: Double, step: Int) {
        let shrink = decay.factor(of: elements, learningRate: learningRate)
        let rate = Float(learningRate)
        let (w, g, m) = (elements.weights, elements.gradients, elements.slot(0))
        for i in 0..<elements.count {
            let direction = beta1 * m[i] + (1 - beta1) * g[i]
            // A NaN stays one.
            let sign: Float = direction > 0 ? 1 : direction < 0 ? -1 : direction
            w[i] = shrink * w[i] - rate * sign
            m[i] = beta2 * m[i] + (1 - beta2) * g[i]
        }
    }
}
