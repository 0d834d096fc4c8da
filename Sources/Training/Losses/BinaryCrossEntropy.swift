package import Engine
import JSON
package import Tensors
package import Vocabulary

/// Sigmoid cross-entropy of several labels, as in PyTorch's `BCEWithLogitsLoss` with `pos_weight`
/// and mean reduction.
///
/// An entry with target `t`, logit `z` and label weight `w` has the loss `-w t log p - (1 - t)
/// log(1 - p)` with `p = sigmoid(z)`. The mean is over all entries that are not ignored, each
/// counted once whatever its weight, as in PyTorch.
package struct BinaryCrossEntropy: LossFunction {
    /// The weight of the positive images of each label, `[L]`; empty: all weights are 1.
    package let posWeights: [Double]

    /// A loss with a weight of the positive images for each label (empty: all 1).
    package init(posWeights: [Double] = []) { self.posWeights = posWeights }

    /// Evaluates the loss of a batch and, unless `gradient` is nil, its gradient with respect to
    /// the logits.
    package func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        SigmoidEntries.evaluate(logits, labels: classes, targets: targets, gradient: gradient) {
            let weight = posWeights.isEmpty ? 1 : posWeights[$1]
            let (value, derivative) = SigmoidEntries.focal($0, gamma: 0)
            return (weight * value, weight * derivative)
        } negative: { z, _ in
            let (value, derivative) = SigmoidEntries.focal(-z, gamma: 0)
            return (value, -derivative)
        }
    }
}

extension BinaryCrossEntropy: MultilabelLossKind {
    package static let kind = "binaryCrossEntropy"
    package static let summary =
        "For several labels: sigmoid cross-entropy, averaged over the entries that are not ignored."
    package static let settings = [
        Setting(
            "posWeight", .choice(["none", "balanced"]), default: .string("none"),
            "balanced: the weight of the positive images of a label is its number of negative training images, divided "
                + "by that of its positive ones."),
        Setting(
            "maxPosWeight", .number(.positive), default: .null,
            "The largest weight that posWeight gives a rare label; null: no limit."),
    ]

    package init(_ values: SettingValues, trainCounts: [LabelCounts]) {
        let isBalanced = values.string("posWeight") == "balanced"
        let largest = values.optionalNumber("maxPosWeight") ?? .infinity
        self.init(
            posWeights: isBalanced
                ? trainCounts.map {
                    min(largest, Double($0.negative) / Double(max(1, $0.positive)))
                } : [])
    }
}
