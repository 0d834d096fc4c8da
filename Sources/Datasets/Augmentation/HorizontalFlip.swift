package import Images
package import JSON
package import Tensors
package import Vocabulary

/// Left becomes right: torchvision's `horizontal_flip`.
package struct HorizontalFlip: Augmentation {
    package static let kind = "horizontalFlip"
    package static let summary = "Mirrors the image, left to right."
    package static let settings: [Setting] = []
    package static let usualProbability = 0.5

    /// Nothing is drawn but whether it happens, which is drawn for every augmentation.
    package struct Parameters: Sendable, Hashable {
        package init() {}
    }

    package init(_ values: SettingValues) {}

    package func draw(_ stream: inout RandomStream, side: Int) -> Parameters { Parameters() }

    package func apply(_ parameters: Parameters, to image: inout RGBImage) {
        image.flipHorizontally()
    }
}
