package import Images

/// An image, a network's prediction for it, and the Grad-CAM heat map of one class.
package struct Explanation: Sendable {
    /// The path as the caller gave it.
    package let file: String
    /// The prediction, without a heat map of its own.
    package let prediction: Prediction
    /// The image after preprocessing, `crop` pixels square.
    package let image: RGBImage
    /// The index of the class that the heat map explains, predicted or not.
    package let label: Int
    /// The regions that increase the logit of that class, at the resolution of the feature maps.
    package let heat: HeatMap

    /// The image with the heat map drawn over it.
    package var overlay: RGBImage { heat.overlay(on: image) }
}
