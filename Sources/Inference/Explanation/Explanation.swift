package import Images
import Tensors

/// An image, a network's prediction for it, and the Grad-CAM heat map of one class.
package struct Explanation: Sendable {
    /// The path as the caller gave it.
    package let file: String
    /// The logits, `[classes]`.
    package let logits: [Float]
    /// The image after preprocessing, `crop` pixels square.
    package let image: RGBImage
    /// The index of the class that the heat map explains.
    package let label: Int
    /// The regions that increase the logit of that class, at the resolution of the feature maps.
    package let heat: HeatMap

    /// The softmax of the logits, `[classes]`.
    package var probabilities: [Float] { softmax(logits[...]) }

    /// The index of the class with the largest logit.
    package var predicted: Int { logits.argmax ?? 0 }

    /// The image with the heat map drawn over it.
    package var overlay: RGBImage { heat.overlay(on: image) }
}
