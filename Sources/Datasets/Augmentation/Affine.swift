package import Images
import JSON
package import Tensors
package import Vocabulary

/// Random translation, scaling, rotation and shear: torchvision's `RandomAffine` with bilinear
/// interpolation.
package struct Affine: Augmentation {
    package static let kind = "affine"
    package static let summary =
        "Random translation and scaling of the image; optionally rotation and shear."
    package static let settings = [
        Setting(
            "translation", .number(NumberRange(0, 1)), default: 0.1,
            "The maximum translation in each direction, as a fraction of the image's side."),
        Setting(
            "scale", .number(.fraction), default: 0.1,
            "The image is scaled by a random factor between 1 - scale and 1 + scale."),
        Setting(
            "degrees", .number(NumberRange(0, 180)), default: 0,
            "The maximum rotation in either direction, in degrees."),
        Setting(
            "shear", .number(NumberRange(0, 80)), default: 0,
            "The maximum shear along the rows in either direction, in degrees."),
        Augmentations.fill,
    ]

    /// The parameters of an affine map.
    package struct Parameters: Sendable, Hashable {
        /// The rotation in degrees, clockwise.
        package var degrees: Double
        /// The translation in pixels, to the right and down.
        package var translation: SIMD2<Double>
        /// The scale factor.
        package var scale: Double
        /// The shear along the rows, in degrees.
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

    /// Draws a translation by whole pixels, as torchvision does.
    package func draw(_ stream: inout RandomStream, side: Int) -> Parameters {
        let limit = translation * Double(side)
        let angle = stream.nextUniform(in: -degrees...degrees)
        let right = stream.nextUniform(in: -limit...limit).rounded(.toNearestOrEven)
        let down = stream.nextUniform(in: -limit...limit).rounded(.toNearestOrEven)
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
