import Foundation
package import Images
import JSON
package import Tensors
package import Vocabulary

/// A random power of gray levels in [0, 1]: torchvision's `adjust_gamma`. The logarithm of gamma is
/// uniform, so darker and brighter images are equally likely.
package struct Gamma: Augmentation {
    package static let kind = "gamma"
    package static let summary =
        "Random gamma correction; black and white do not change."
    package static let settings = [
        Setting(
            "most", .number(NumberRange(1, 10)), default: 1.25,
            "The maximum gamma; gamma is drawn between 1 / most and most, uniformly in its logarithm."
        )
    ]

    private let most: Double

    package init(_ values: SettingValues) { most = values.number("most") }

    /// - Returns: gamma.
    package func draw(_ stream: inout RandomStream, side: Int) -> Double {
        exp(stream.nextUniform(in: -log(most)...log(most)))
    }

    package func apply(_ gamma: Double, to image: inout RGBImage) { image.adjustGamma(gamma) }
}
