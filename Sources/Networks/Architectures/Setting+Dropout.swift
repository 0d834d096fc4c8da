import JSON
import Vocabulary

extension Setting {
    /// The setting `dropout` of a network, the rate of the dropout layers in its classifier.
    static func dropout(default rate: Double) -> Setting {
        Setting(
            "dropout", .number(.fraction), default: .number(rate),
            "The probability with which the inputs of the classifier are dropped during training.")
    }

    /// The setting `stochasticDepth` of a network of residual blocks.
    static func stochasticDepth(default rate: Double) -> Setting {
        Setting(
            "stochasticDepth", .number(.fraction), default: .number(rate),
            "The probability with which the last residual block is skipped for an image during "
                + "training; it increases linearly from 0 at the first block.")
    }
}
