import JSON
package import Tensors
package import Vocabulary

/// `lambda * image + (1 - lambda) * other`, and the same mix of their labels, with lambda from
/// Beta(alpha, alpha): Zhang et al., "mixup: Beyond Empirical Risk Minimization" (2018).
///
/// As in the paper, the other image is drawn from the training images, and lambda is drawn for each
/// image. torchvision draws one lambda for a batch and mixes neighbors in the batch.
package struct Mixup: MixAugmentation {
    package static let kind = "mixup"
    package static let summary =
        "Weighted average of each image, and of its label, with another training image."
    package static let settings = [Mixup.alpha(0.2)]

    private let alpha: Double

    package init(_ values: SettingValues) { alpha = values.number("alpha") }

    package func draw(_ stream: inout RandomStream, side: Int) -> MixParameters {
        MixParameters(lambda: stream.nextBeta(alpha: alpha))
    }

    /// The setting `alpha`, the parameter of the distribution of lambda.
    static func alpha(_ fallback: Double) -> Setting {
        Setting(
            "alpha", .number(NumberRange(0.05, 100)), default: .number(fallback),
            "Lambda is drawn from Beta(alpha, alpha): a small alpha gives values near 0 or 1, alpha 1 is uniform."
        )
    }
}
