package import Engine
import JSON
package import Tensors
package import Vocabulary

/// The focal loss of several labels: equation 5 of Lin et al., "Focal Loss for Dense Object
/// Detection" (2017), with a sigmoid, as in `torchvision.ops.sigmoid_focal_loss`.
///
/// A positive entry has the loss `-alpha (1 - p)^gamma log p`, a negative one `-(1 - alpha) p^gamma
/// log(1 - p)` with `p = sigmoid(z)`. The mean is over all entries that are not ignored. For mixed
/// images the loss is the sum of both, weighted by the target.
package struct SigmoidFocal: LossFunction {
    /// The focusing parameter, at least 0: larger values reduce the weight of well-classified
    /// entries.
    package let gamma: Double
    /// The weight of positive entries, inside (0, 1); negative ones have `1 - alpha`. Nil: both
    /// have the weight 1.
    package let alpha: Double?

    /// A focal loss with the focusing parameter `gamma`, at least 0.
    package init(gamma: Double = 2, alpha: Double? = nil) {
        self.gamma = gamma
        self.alpha = alpha
    }

    /// Evaluates the loss of a batch and, unless `gradient` is nil, its gradient with respect to
    /// the logits.
    package func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        let (positive, negative) = (alpha ?? 1, alpha.map { 1 - $0 } ?? 1)
        return SigmoidEntries.evaluate(
            logits, labels: classes, targets: targets, gradient: gradient
        ) { z, _ in
            let (value, derivative) = SigmoidEntries.focal(z, gamma: gamma)
            return (positive * value, positive * derivative)
        } negative: { z, _ in
            let (value, derivative) = SigmoidEntries.focal(-z, gamma: gamma)
            return (negative * value, -negative * derivative)
        }
    }
}

extension SigmoidFocal: MultilabelLossKind {
    package static let kind = "sigmoidFocal"
    package static let summary =
        "For several labels: sigmoid cross-entropy with a smaller weight for well-classified entries."
    package static let settings = [
        Setting(
            "gamma", .number(.nonNegative), default: 2,
            "The focusing parameter: larger values reduce the weight of well-classified entries; 0 is binaryCrossEntropy."
        ),
        Setting(
            "alpha", .number(NumberRange(0, 1, includesLower: false, includesUpper: false)),
            default: .null,
            "The weight of positive entries; negative ones have 1 - alpha. null: both have the weight 1."
        ),
    ]

    package init(_ values: SettingValues, trainCounts: [LabelCounts]) {
        self.init(gamma: values.number("gamma"), alpha: values.optionalNumber("alpha"))
    }
}
