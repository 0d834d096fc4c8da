package import Images
package import JSON
package import Tensors
package import Vocabulary

/// All levels times a factor: torchvision's `ColorJitter(brightness)`.
package struct Brightness: Augmentation {
    package static let kind = "brightness"
    package static let summary = "Makes the image brighter or darker by a random factor."
    package static let settings = [Factor.setting]

    private let factor: Factor

    package init(_ values: SettingValues) { factor = Factor(values) }

    /// - Returns: the factor.
    package func draw(_ stream: inout RandomStream, side: Int) -> Double { factor.draw(&stream) }

    package func apply(_ factor: Double, to image: inout RGBImage) {
        image.adjustBrightness(factor)
    }
}
