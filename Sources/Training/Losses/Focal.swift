package import Engine
import Foundation
package import JSON
package import Tensors
package import Vocabulary

/// Focal loss: cross-entropy that counts rows less the better they are classified,
/// `-(1 - p[y])^gamma * log p[y]` with `p` the softmax of the logits.
///
/// Lin et al., "Focal Loss for Dense Object Detection" (2017), equation 4. Theirs, and
/// `torchvision.ops.sigmoid_focal_loss`, is of a sigmoid, which for two classes is the same of the
/// difference of their logits. Class weights stand for their alpha; the mean is by the sum of the
/// weights, as that of `CrossEntropy`, which this is where gamma is 0. Of mixed images it is the
/// sum over both classes, by their shares.
package struct Focal: LossFunction {
    /// How much well-classified rows count less; at least 0.
    package let gamma: Double
    /// One weight per class; empty: all weigh 1.
    package let classWeights: [Double]

    package init(gamma: Double = 2, classWeights: [Double] = []) {
        self.gamma = gamma
        self.classWeights = classWeights
    }

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
        "Cross-entropy that counts images less, the better they are classified."
    package static let settings = [
        Setting(
            "gamma", .number(.nonNegative), default: 2,
            "How much well-classified images count less; 0: not at all, which is crossEntropy."),
        Losses.classWeights,
    ]

    package init(_ values: SettingValues, classWeights: [Double]) {
        self.init(gamma: values.number("gamma"), classWeights: classWeights)
    }
}
