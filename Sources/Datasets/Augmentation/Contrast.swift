package import Images
import JSON
package import Tensors
package import Vocabulary

/// A random change of contrast around the mean luminance: torchvision's `ColorJitter(contrast)`.
package struct Contrast: Augmentation {
    package static let kind = "contrast"
    package static let summary = "Random change of contrast by a factor."
    package static let settings = [Factor.setting]

    private let factor: Factor

    package init(_ values: SettingValues) { factor = Factor(values) }

    /// - Returns: the factor.
    package func draw(_ stream: inout RandomStream, side: Int) -> Double { factor.draw(&stream) }

    package func apply(_ factor: Double, to image: inout RGBImage) {
        image.adjustContrast(factor)
    }
}
