package import Images
package import JSON
package import Tensors
package import Vocabulary

/// Levels away from the mean luminance or towards it: torchvision's `ColorJitter(contrast)`.
package struct Contrast: Augmentation {
    package static let kind = "contrast"
    package static let summary = "Makes the contrast stronger or weaker by a random factor."
    package static let settings = [Factor.setting]

    private let factor: Factor

    package init(_ values: SettingValues) { factor = Factor(values) }

    /// - Returns: the factor.
    package func draw(_ stream: inout RandomStream, side: Int) -> Double { factor.draw(&stream) }

    package func apply(_ factor: Double, to image: inout RGBImage) {
        image.adjustContrast(factor)
    }
}
