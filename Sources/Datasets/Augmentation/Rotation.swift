package import Images
import JSON
package import Tensors
package import Vocabulary

/// A random rotation about the center: torchvision's `RandomRotation`, bilinear, without expansion.
package struct Rotation: Augmentation {
    package static let kind = "rotation"
    package static let summary = "Random rotation about the center of the image."
    package static let settings = [
        Setting(
            "degrees", .number(NumberRange(0, 180)), default: 10,
            "The maximum rotation in either direction, in degrees."),
        Augmentations.fill,
    ]

    private let degrees: Double
    private let fill: UInt8

    package init(_ values: SettingValues) {
        degrees = values.number("degrees")
        fill = UInt8(values.integer("fill"))
    }

    /// - Returns: the angle in degrees, counterclockwise.
    package func draw(_ stream: inout RandomStream, side: Int) -> Double {
        stream.nextUniform(in: -degrees...degrees)
    }

    package func apply(_ angle: Double, to image: inout RGBImage) {
        image = image.mapped(by: AffineMap(degrees: -angle), fill: fill)
    }
}
