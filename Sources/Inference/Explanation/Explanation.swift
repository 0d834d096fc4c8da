package import Images
import Tensors

/// An image, what a network says of it, and where it looks.
package struct Explanation: Sendable {
    /// As it was named.
    package let file: String
    /// One for each class.
    package let logits: [Float]
    /// What the network sees, `crop` pixels square.
    package let image: RGBImage
    /// The class that the heat speaks for.
    package let label: Int
    package let heat: HeatMap

    /// One for each class, summing to 1.
    package var probabilities: [Float] { softmax(logits[...]) }

    /// The class with the largest logit.
    package var predicted: Int { logits.argmax ?? 0 }

    /// The image with the heat over it.
    package var overlay: RGBImage { heat.overlay(on: image) }
}
