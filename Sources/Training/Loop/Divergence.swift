package import Datasets
package import Vocabulary

/// Where a training ceased to be one: a loss or a gradient is no finite number, so that nothing
/// more can come of it.
package struct Divergence: Sendable, Hashable, CustomStringConvertible {
    /// What is no finite number.
    package enum Quantity: Sendable, Hashable {
        case loss(Split)
        /// The Euclidean norm of the gradient by all parameters that train.
        case gradientNorm
    }

    /// From 0.
    package let epoch: Int
    /// Of the epoch, from 0; nil where an evaluation after it gave the loss.
    package let step: Int?
    package let stepsPerEpoch: Int
    package let quantity: Quantity
    /// Infinite or no number.
    package let value: Double

    /// Counted from 1, with what may help.
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
