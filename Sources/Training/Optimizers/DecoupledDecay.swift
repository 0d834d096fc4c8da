import Engine
import JSON
package import Vocabulary

/// A weight decay that does not pass through the gradient: weights are multiplied by `1 - rate *
/// weightDecay` (Loshchilov and Hutter, 2019).
struct DecoupledDecay {
    private let weightDecay: Double
    private let coversNormsAndBiases: Bool

    /// Reads `weightDecay` and `decayNormsAndBiases`.
    init(_ values: SettingValues) {
        weightDecay = values.number("weightDecay")
        coversNormsAndBiases = values.boolean("decayNormsAndBiases")
    }

    /// The contradiction of an exemption from a decay that does nothing.
    var contradictions: [Contradiction] {
        guard weightDecay == 0, !coversNormsAndBiases else { return [] }
        return [
            Contradiction(
                .note, Setting.decayNormsAndBiases.name,
                "has no effect, because weightDecay is 0")
        ]
    }

    /// The factor of the weights of a parameter: 1 for those of batch norms and for biases if they
    /// are exempt.
    func factor(of elements: ParameterSlice, learningRate: Double) -> Float {
        if elements.rank == 1, !coversNormsAndBiases { return 1 }
        return Float(1 - learningRate * weightDecay)
    }
}

extension Setting {
    /// Whether weight decay covers all parameters, a setting of optimizers with a decoupled decay.
    package static let decayNormsAndBiases = Setting(
        "decayNormsAndBiases", .boolean, default: .boolean(true),
        "Whether weightDecay applies to batch norms and biases, too; false: only to the weights of "
            + "convolutions and linear layers.")
}
