/// The average size, brightness and contrast of the images of a set.
package struct ImageStatistics: Sendable, Hashable {
    /// The number of images that were looked at.
    package var images: Int
    /// The median of the widths, in pixels.
    package var width: Int
    /// The median of the heights, in pixels.
    package var height: Int
    /// The mean over images of the brightness of an image: the mean of its pixels, from 0 (black)
    /// to 1 (white).
    package var brightness: Double
    /// The standard deviation of the brightness over images.
    package var brightnessSD: Double
    /// The mean over images of the contrast of an image: the standard deviation of its pixels.
    package var contrast: Double

    /// Creates the statistics of a set.
    package init(
        images: Int, width: Int, height: Int, brightness: Double, brightnessSD: Double,
        contrast: Double
    ) {
        self.images = images
        self.width = width
        self.height = height
        self.brightness = brightness
        self.brightnessSD = brightnessSD
        self.contrast = contrast
    }
}
