package import Images
import JSON
package import Tensors
package import Vocabulary

/// A flip that exchanges left and right: torchvision's `horizontal_flip`.
package struct HorizontalFlip: Augmentation {
    package static let kind = "horizontalFlip"
    package static let summary = "Random horizontal flip of the image."
    package static let settings: [Setting] = []
    package static let defaultProbability = 0.5

    /// No parameters: the only random decision is whether the image is flipped, which
    /// `AugmentationPlan` draws.
    package struct Parameters: Sendable, Hashable {
        package init() {}
    }

    package init(_ values: SettingValues) {}

    package func draw(_ stream: inout RandomStream, side: Int) -> Parameters { Parameters() }

    package func apply(_ parameters: Parameters, to image: inout RGBImage) {
        image.flipHorizontally()
    }
}
