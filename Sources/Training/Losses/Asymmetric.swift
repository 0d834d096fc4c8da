package import Engine
import Foundation
import JSON
package import Tensors
package import Vocabulary

/// The asymmetric loss of several labels (Ridnik, Ben-Baruch et al., "Asymmetric Loss For
/// Multi-Label Classification", 2021): a focal loss whose focusing parameter is larger for negative
/// entries, and which leaves out very easy ones.
///
/// A positive entry has the loss `-(1 - p)^gammaPositive log p`, a negative one `-q^gammaNegative
/// log(1 - q)` with `p = sigmoid(z)` and `q = max(p - margin, 0)`. The gradient is that of the
/// formula; the authors' program by default treats the focusing factors as constants in it. The
/// mean is over all entries that are not ignored, where their program has the sum. For mixed images
/// the loss is the sum of both, weighted by the target.
package struct Asymmetric: LossFunction {
    /// The focusing parameter of positive entries, at least 0.
    package let gammaPositive: Double
    /// The focusing parameter of negative entries, at least 0.
    package let gammaNegative: Double
    /// The probability margin: negative entries with at most this probability have no loss.
    package let margin: Double

    /// An asymmetric loss with the parameters that the paper recommends.
    /// - Parameter margin: a number in [0, 1).
    package init(gammaPositive: Double = 0, gammaNegative: Double = 4, margin: Double = 0.05) {
        self.gammaPositive = gammaPositive
        self.gammaNegative = gammaNegative
        self.margin = margin
    }

    /// Evaluates the loss of a batch and, unless `gradient` is nil, its gradient with respect to
    /// the logits.
    package func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        SigmoidEntries.evaluate(logits, labels: classes, targets: targets, gradient: gradient) {
            z, _ in
            SigmoidEntries.focal(z, gamma: gammaPositive)
        } negative: { z, _ in
            negative(z)
        }
    }

    private func negative(_ z: Double) -> SigmoidEntries.Term {
        guard margin > 0 else {
            let (value, derivative) = SigmoidEntries.focal(-z, gamma: gammaNegative)
            return (value, -derivative)
        }
        let (p, rest) = (SigmoidEntries.probability(z), SigmoidEntries.probability(-z))
        let q = p - margin
        guard q > 0 else { return (0, 0) }
        let (factor, loss) = (pow(q, gammaNegative), -log1p(-q))
        // The derivative with respect to q, times that of p with respect to z.
        let derivative = factor * (gammaNegative / q * loss + 1 / (1 - q)) * p * rest
        return (factor * loss, derivative)
    }
}

extension Asymmetric: MultilabelLossKind {
    package static let kind = "asymmetric"
    package static let summary =
        "For several labels: a focal loss that reduces the weight of negative entries more than that of positive ones."
    package static let settings = [
        Setting(
            "gammaPositive", .number(.nonNegative), default: 0,
            "The focusing parameter of positive entries."),
        Setting(
            "gammaNegative", .number(.nonNegative), default: 4,
            "The focusing parameter of negative entries."),
        Setting(
            "margin", .number(.fraction), default: 0.05,
            "The probability margin: negative entries with at most this probability have no loss."),
    ]

    package init(_ values: SettingValues, trainCounts: [LabelCounts]) {
        self.init(
            gammaPositive: values.number("gammaPositive"),
            gammaNegative: values.number("gammaNegative"), margin: values.number("margin"))
    }
}
