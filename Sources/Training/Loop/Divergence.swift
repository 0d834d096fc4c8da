import Datasets
package import Vocabulary

/// The divergence of a training: a loss or a gradient is not finite, so the training cannot
/// continue.
package struct Divergence: Sendable, Hashable, CustomStringConvertible {
    /// The quantity that is not finite.
    package enum Quantity: Sendable, Hashable {
        case loss(Split)
        /// The Euclidean norm of the gradient with respect to all parameters that train.
        case gradientNorm
    }

    /// The epoch, from 0.
    package let epoch: Int
    /// The step of the epoch, from 0; nil if the loss is that of an evaluation after the epoch.
    package let step: Int?
    /// The number of optimizer steps in an epoch.
    package let stepsPerEpoch: Int
    /// The quantity that is not finite.
    package let quantity: Quantity
    /// The value: infinity or NaN.
    package let value: Double

    /// The message for users: epoch and step counted from 1, and a remedy.
    package var description: String {
        let name =
            switch quantity {
            case .loss(let split): "the \(split.rawValue) loss"
            case .gradientNorm: "the norm of the gradient"
            }
        let stepText = step.map { ", step \($0 + 1) of \(stepsPerEpoch)" } ?? ""
        return "diverged: \(name) is \(value) at epoch \(epoch + 1)\(stepText); "
            + "a lower learning rate or a warm-up may help"
    }
}
