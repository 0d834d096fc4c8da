import Foundation
package import Images

/// The operations of RandAugment, in torchvision's order and with torchvision's names.
package enum RandAugmentOperation: String, Sendable, CaseIterable {
    case identity = "Identity"
    case shearX = "ShearX"
    case shearY = "ShearY"
    case translateX = "TranslateX"
    case translateY = "TranslateY"
    case rotate = "Rotate"
    case brightness = "Brightness"
    case color = "Color"
    case contrast = "Contrast"
    case sharpness = "Sharpness"
    case posterize = "Posterize"
    case solarize = "Solarize"
    case autoContrast = "AutoContrast"
    case equalize = "Equalize"

    /// Changes the image as torchvision does at magnitude `30 * strength` of its 31 magnitudes.
    /// - Parameters:
    ///   - strength: the magnitude as a fraction, 0 to 1.
    ///   - isNegative: true to reverse shears, translations, rotations and factors.
    ///   - fill: the gray level of pixels outside of the original image.
    package func apply(
        to image: inout RGBImage, strength: Double, isNegative: Bool, fill: UInt8
    ) {
        let signed = isNegative ? -strength : strength
        switch self {
        case .identity: break
        case .shearX, .shearY, .translateX, .translateY, .rotate:
            image = image.mapped(by: map(signed, of: image), fill: fill)
        case .brightness: image.adjustBrightness(1 + 0.9 * signed)
        case .color: image.adjustSaturation(1 + 0.9 * signed)
        case .contrast: image.adjustContrast(1 + 0.9 * signed)
        case .sharpness: image.adjustSharpness(1 + 0.9 * signed)
        case .posterize:
            image.posterize(bits: Int((8 - 4 * strength).rounded(.toNearestOrEven)))
        case .solarize: image.solarize(threshold: 255 * (1 - strength))
        case .autoContrast: image.stretchContrast()
        case .equalize: image.equalize()
        }
    }

    /// - Parameter signed: the strength with its sign, from -1 to 1.
    private func map(_ signed: Double, of image: RGBImage) -> AffineMap {
        let size = SIMD2(Double(image.width), Double(image.height))
        let shear = atan(0.3 * signed) * 180 / .pi
        // torchvision shears about the upper left corner and truncates translations to whole
        // pixels.
        return switch self {
        case .shearX: AffineMap(shear: SIMD2(shear, 0), center: -0.5 * size)
        case .shearY: AffineMap(shear: SIMD2(0, shear), center: -0.5 * size)
        case .translateX:
            AffineMap(translation: SIMD2((150.0 / 331 * size.x * signed).rounded(.towardZero), 0))
        case .translateY:
            AffineMap(translation: SIMD2(0, (150.0 / 331 * size.y * signed).rounded(.towardZero)))
        default: AffineMap(degrees: -30 * signed)
        }
    }
}
