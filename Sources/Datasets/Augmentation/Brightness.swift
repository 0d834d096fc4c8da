package import Images
package import Settings
package import Tensors

/// All levels times a factor: torchvision's `ColorJitter(brightness)`.
package struct Brightness: Augmentation {
    package static let kind = "brightness"
    package static let summary = "Makes the image brighter or darker by a random factor."
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
        image.adjustBrightness(factor)
    }
}
