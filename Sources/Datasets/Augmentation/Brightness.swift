package import Images
import JSON
package import Tensors
package import Vocabulary

/// A multiplication of all gray levels by a random factor: torchvision's `ColorJitter(brightness)`.
package struct Brightness: Augmentation {
    package static let kind = "brightness"
    package static let summary = "Random change of brightness by a factor."
    package static let settings = [Factor.setting]

    private let factor: Factor

    package init(_ values: SettingValues) { factor = Factor(values) }

    /// - Returns: the factor.
    package func draw(_ stream: inout RandomStream, side: Int) -> Double { factor.draw(&stream) }

    package func apply(_ factor: Double, to image: inout RGBImage) {
        image.adjustBrightness(factor)
    }
}
