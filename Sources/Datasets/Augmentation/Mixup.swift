package import JSON
package import Tensors
package import Vocabulary

/// `share * image + (1 - share) * other`, and the same of the classes, with `share` from
/// Beta(alpha, alpha): Zhang et al., "mixup: Beyond Empirical Risk Minimization" (2018).
///
/// As in the paper, both images are drawn from the training images, and each has a share of its
/// own; torchvision draws one share for a batch and takes the neighbours in it.
package struct Mixup: MixAugmentation {
    package static let kind = "mixup"
    package static let summary = "Blends each image, and its class, with another training image."
    package static let settings = [Mixup.alpha(0.2)]

    private let alpha: Double

    package init(_ values: SettingValues) { alpha = values.number("alpha") }

    package func draw(_ stream: inout RandomStream, side: Int) -> MixParameters {
        MixParameters(share: stream.nextBeta(alpha: alpha))
    }

    /// The parameter of the distribution of shares.
    static func alpha(_ usual: Double) -> Setting {
        Setting(
            "alpha", .number(NumberRange(0.05, 100)), default: .number(usual),
            "Shares are from Beta(alpha, alpha): near 0 or 1 where it is small, uniform where it is 1."
        )
    }
}
