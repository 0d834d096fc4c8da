/// The calibration that a user asks for; it is fitted to validation predictions.
package enum CalibrationSetting: Sendable, Hashable {
    /// The probabilities as the networks give them.
    case none
    /// A method, fitted to the validation predictions of the model.
    case method(CalibrationMap.Method)
    /// The method with the smallest log loss in a cross-validation on the validation predictions;
    /// none if none is better.
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

    /// The texts that `init` reads, for messages.
    package static let expected = "none, temperature, platt, isotonic or auto"
}
