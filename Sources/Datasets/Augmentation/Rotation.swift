package import Images
package import JSON
package import Tensors
package import Vocabulary

/// Turns the image about its centre: torchvision's `RandomRotation`, bilinear, without expansion.
package struct Rotation: Augmentation {
    package static let kind = "rotation"
    package static let summary = "Turns the image about its centre."
    package static let settings = [
        Setting(
            "degrees", .number(NumberRange(0, 180)), default: 10,
            "Turns by at most so much, either way."),
        Augmentations.fill,
    ]

    private let degrees: Double
    private let fill: UInt8

    package init(_ values: SettingValues) {
        degrees = values.number("degrees")
        fill = UInt8(values.integer("fill"))
    }

    /// - Returns: degrees, counterclockwise.
    package func draw(_ stream: inout RandomStream, side: Int) -> Double {
        stream.nextUniform(in: -degrees...degrees)
    }

    package func apply(_ angle: Double, to image: inout RGBImage) {
        image = image.mapped(by: AffineMap(degrees: -angle), fill: fill)
    }
}
