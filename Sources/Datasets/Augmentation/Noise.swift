package import Images
import JSON
package import Tensors
package import Vocabulary

/// Gaussian noise added to every gray level: torchvision's `gaussian_noise` for a `uint8` image,
/// which truncates the noise to integers and clips the sum to 0...255.
package struct Noise: Augmentation {
    package static let kind = "noise"
    package static let summary = "Adds Gaussian noise."
    package static let settings = [
        Setting(
            "std", .number(NumberRange(0, 1)), default: 0.05,
            "The standard deviation, where 1 is white."),
        Setting(
            "gray", .boolean, default: false,
            "Whether all three channels get the same noise, so that gray images stay gray."),
    ]

    private let std: Double
    private let isGray: Bool

    package init(_ values: SettingValues) {
        std = values.number("std")
        isGray = values.boolean("gray")
    }

    /// - Returns: the seed of the noise.
    package func draw(_ stream: inout RandomStream, side: Int) -> UInt64 { stream.next() }

    package func apply(_ seed: UInt64, to image: inout RGBImage) {
        let stream = RandomStream(seed: seed, purpose: .augmentation)
        let channels = isGray ? 1 : 3
        let count = image.width * image.height * channels
        withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { noise in
            stream.fillNormal(noise, std: 255 * std)
            image.add(UnsafeBufferPointer(noise), channels: channels)
        }
    }
}
