package import Images
package import Settings
package import Tensors

/// Levels away from the mean luminance or towards it: torchvision's `ColorJitter(contrast)`.
package struct Contrast: Augmentation {
    package static let kind = "contrast"
    package static let summary = "Makes the contrast stronger or weaker by a random factor."
    package static let settings = [
        Setting(
            "strength", .number(NumberRange(0, 1)), default: 0.2,
            "The factor is between 1 less this and 1 more this.")
    ]

    private let strength: Double

    package init(_ values: SettingValues) { strength = values.number("strength") }

    /// - Returns: the factor.
    package func draw(_ stream: inout RandomStream, side: Int) -> Double {
        stream.nextUniform(in: 1 - strength...1 + strength)
    }

    package func apply(_ factor: Double, to image: inout RGBImage) {
        image.adjustContrast(factor)
    }
}
