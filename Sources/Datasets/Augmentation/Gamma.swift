import Foundation
package import Images
package import JSON
package import Tensors
package import Vocabulary

/// Levels from 0 to 1 to the power of gamma: torchvision's `adjust_gamma`. Its logarithm is drawn
/// uniformly, so that darker and brighter are alike.
package struct Gamma: Augmentation {
    package static let kind = "gamma"
    package static let summary =
        "Raises levels to a random power, which leaves black and white as they are."
    package static let settings = [
        Setting(
            "most", .number(NumberRange(1, 10)), default: 1.25,
            "Gamma is between the inverse of this and this; its logarithm is drawn uniformly.")
    ]

    private let most: Double

    package init(_ values: SettingValues) { most = values.number("most") }

    /// - Returns: gamma.
    package func draw(_ stream: inout RandomStream, side: Int) -> Double {
        exp(stream.nextUniform(in: -log(most)...log(most)))
    }

    package func apply(_ gamma: Double, to image: inout RGBImage) { image.adjustGamma(gamma) }
}
