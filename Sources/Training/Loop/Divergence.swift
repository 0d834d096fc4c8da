package import Datasets

/// A training's loss has ceased to be a finite number, so that nothing more can come of it.
package struct Divergence: Sendable, Hashable, CustomStringConvertible {
    /// From 0.
    package let epoch: Int
    /// Of the epoch, from 0; nil where an evaluation after it gave the loss.
    package let step: Int?
    package let stepsPerEpoch: Int
    /// On which the loss was measured.
    package let split: Split
    /// Infinite or no number.
    package let loss: Double

    /// Counted from 1, with what may help.
    package var description: String {
        let place = step.map { ", step \($0 + 1) of \(stepsPerEpoch)" } ?? ""
        return "diverged: the \(split.rawValue) loss is \(loss) at epoch \(epoch + 1)\(place); "
            + "a lower learning rate or a warm-up may help"
    }
}
