package import Images
package import JSON
package import Tensors
package import Vocabulary

/// Moves and scales the image, and turns and shears it where asked: torchvision's `RandomAffine`,
/// bilinear.
package struct Affine: Augmentation {
    package static let kind = "affine"
    package static let summary = "Moves and scales the image; also turns and shears it, if asked."
    package static let settings = [
        Setting(
            "translation", .number(NumberRange(0, 1)), default: 0.1,
            "Moves by at most this share of the side, in each direction."),
        Setting(
            "scale", .number(.fraction), default: 0.1,
            "Scales by a factor from 1 less this to 1 more this."),
        Setting(
            "degrees", .number(NumberRange(0, 180)), default: 0,
            "Turns by at most so much, either way."),
        Setting(
            "shear", .number(NumberRange(0, 80)), default: 0,
            "Shears along the rows by at most so many degrees, either way."),
        Augmentations.fill,
    ]

    package struct Parameters: Sendable, Hashable {
        /// Clockwise.
        package var degrees: Double
        /// Pixels to the right and down.
        package var translation: SIMD2<Double>
        package var scale: Double
        /// Degrees along the rows.
        package var shear: Double

        package init(degrees: Double, translation: SIMD2<Double>, scale: Double, shear: Double) {
            self.degrees = degrees
            self.translation = translation
            self.scale = scale
            self.shear = shear
        }
    }

    private let translation: Double
    private let scale: Double
    private let degrees: Double
    private let shear: Double
    private let fill: UInt8

    package init(_ values: SettingValues) {
        translation = values.number("translation")
        scale = values.number("scale")
        degrees = values.number("degrees")
        shear = values.number("shear")
        fill = UInt8(values.integer("fill"))
    }

    /// Whole pixels of translation, as torchvision draws them.
    package func draw(_ stream: inout RandomStream, side: Int) -> Parameters {
        let most = translation * Double(side)
        let angle = stream.nextUniform(in: -degrees...degrees)
        let right = stream.nextUniform(in: -most...most).rounded(.toNearestOrEven)
        let down = stream.nextUniform(in: -most...most).rounded(.toNearestOrEven)
        return Parameters(
            degrees: angle, translation: SIMD2(right, down),
            scale: stream.nextUniform(in: 1 - scale...1 + scale),
            shear: stream.nextUniform(in: -shear...shear))
    }

    package func apply(_ parameters: Parameters, to image: inout RGBImage) {
        let map = AffineMap(
            degrees: parameters.degrees, translation: parameters.translation,
            scale: parameters.scale, shear: SIMD2(parameters.shear, 0))
        image = image.mapped(by: map, fill: fill)
    }
}
