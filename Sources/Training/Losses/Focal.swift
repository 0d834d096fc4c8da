package import Engine
import Foundation
import JSON
package import Tensors
package import Vocabulary

/// The focal loss: cross-entropy with a smaller weight for well-classified rows, `-(1 - p[y])^gamma
/// * log p[y]` with `p` the softmax of the logits.
///
/// The formula is equation 4 of Lin et al., "Focal Loss for Dense Object Detection" (2017). They,
/// and `torchvision.ops.sigmoid_focal_loss`, use a sigmoid, which for two classes equals the
/// softmax for the difference of the logits. Class weights correspond to their alpha. The sum is
/// divided by the sum of the weights, as in `CrossEntropy`, which equals this loss for gamma 0. For
/// mixed images the loss is the sum over both classes, weighted by their probabilities.
package struct Focal: LossFunction {
    /// The focusing parameter, at least 0: larger values reduce the weight of well-classified rows.
    package let gamma: Double
    /// One weight per class; empty: all weights are 1.
    package let classWeights: [Double]

    /// A focal loss with the focusing parameter `gamma`, at least 0, and class weights (empty: all
    /// 1).
    package init(gamma: Double = 2, classWeights: [Double] = []) {
        self.gamma = gamma
        self.classWeights = classWeights
    }

    /// Evaluates the loss of a batch and, unless `gradient` is nil, its gradient with respect to
    /// the logits.
    package func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        SoftmaxRows(classes: classes, classWeights: classWeights).evaluate(
            logits, targets: targets, gradient: gradient
        ) {
            $0
        } term: { row, c in
            let (p, logarithm) = (row.probability(of: c), row.logarithm(of: c))
            let rest = row.complement(of: c, classes: classes)
            let factor = pow(rest, gamma)
            // gamma * rest^(gamma - 1) * p * log p, whose limit at p = 1 is 0 for every gamma
            // above 0.
            let bend = rest > 0 && gamma > 0 ? gamma * factor / rest * p * logarithm : 0
            return (-factor * logarithm, bend - factor)
        }
    }
}

extension Focal: LossKind {
    package static let kind = "focal"
    package static let summary =
        "Cross-entropy with a smaller weight for well-classified images."
    package static let settings = [
        Setting(
            "gamma", .number(.nonNegative), default: 2,
            "The focusing parameter: larger values reduce the weight of well-classified images; 0 is crossEntropy."
        ),
        Losses.classWeights,
    ]

    package init(_ values: SettingValues, classWeights: [Double]) {
        self.init(gamma: values.number("gamma"), classWeights: classWeights)
    }
}
