import JSON
import Vocabulary

extension Setting {
    /// The setting `dropout` of a network, the rate of the dropout layers in its classifier.
    static func dropout(default rate: Double) -> Setting {
        Setting(
            "dropout", .number(.fraction), default: .number(rate),
            "The probability with which the inputs of the classifier are dropped during training.")
    }
}
