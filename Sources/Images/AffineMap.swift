import Foundation

/// The map from positions in a rotated, moved, scaled or sheared image to the original: the
/// position `(x, y)` in the result, in pixels from the center of the image, corresponds to `(a x +
/// b y + c, d x + e y + f)` in the original.
package struct AffineMap: Sendable, Hashable {
    /// The coefficients of the map.
    package let a, b, c, d, e, f: Double

    /// The inverse of a rotation, a shear, a scaling and a translation, in torchvision's convention
    /// (`_get_inverse_affine_matrix`).
    /// - Parameters:
    ///   - degrees: the rotation, clockwise as in torchvision's `affine`; its `rotate` is
    ///     counterclockwise.
    ///   - translation: the translation in pixels, to the right and down.
    ///   - scale: the scale factor; a value above 1 enlarges the image.
    ///   - shear: the shear along each axis, in degrees.
    ///   - center: the fixed point, in pixels from the center of the image.
    package init(
        degrees: Double = 0, translation: SIMD2<Double> = .zero, scale: Double = 1,
        shear: SIMD2<Double> = .zero, center: SIMD2<Double> = .zero
    ) {
        let radians = Double.pi / 180
        let (turn, shearX, shearY) = (degrees * radians, shear.x * radians, shear.y * radians)
        let forwardA = cos(turn - shearY) / cos(shearY)
        let forwardB = -(forwardA * tan(shearX) + sin(turn))
        let forwardC = sin(turn - shearY) / cos(shearY)
        let forwardD = cos(turn) - forwardC * tan(shearX)
        a = forwardD / scale
        b = -forwardB / scale
        d = -forwardC / scale
        e = forwardA / scale
        let moved = center + translation
        c = center.x - a * moved.x - b * moved.y
        f = center.y - d * moved.x - e * moved.y
    }
}

extension RGBImage {
    /// The image transformed by `map` with bilinear interpolation, as torchvision's `affine` and
    /// `rotate` of a `uint8` tensor with a fill: `m * s + (1 - m) * fill`, where `s` is the sample
    /// of the image padded with zeros, and `m` is the sample of a mask of ones.
    package func mapped(by map: AffineMap, fill: UInt8) -> RGBImage {
        var result = self
        let (halfWidth, halfHeight) = (Double(width - 1) / 2, Double(height - 1) / 2)
        pixels.withUnsafeBufferPointer { source in
            result.pixels.withUnsafeMutableBufferPointer { target in
                for row in 0..<height {
                    let y = Double(row) - halfHeight
                    for column in 0..<width {
                        let x = Double(column) - halfWidth
                        let value = sample(
                            source, x: map.a * x + map.b * y + map.c + halfWidth,
                            y: map.d * x + map.e * y + map.f + halfHeight, fill: Float(fill))
                        let start = 3 * (row * width + column)
                        target[start] = UInt8(value.x)
                        target[start + 1] = UInt8(value.y)
                        target[start + 2] = UInt8(value.z)
                    }
                }
            }
        }
        return result
    }

    /// The color at a position between pixels, rounded to whole levels.
    @inline(__always)
    private func sample(
        _ source: UnsafeBufferPointer<UInt8>, x: Double, y: Double, fill: Float
    ) -> SIMD4<Float> {
        guard x > -1, y > -1, x < Double(width), y < Double(height) else {
            return SIMD4(repeating: fill)
        }
        let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        let (right, below) = (Float(x - Double(left)), Float(y - Double(top)))
        let isInside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height
        // The fourth lane is the mask.
        func corner(_ column: Int, _ row: Int, _ weight: Float) -> SIMD4<Float> {
            guard isInside || ((0..<width).contains(column) && (0..<height).contains(row)) else {
                return .zero
            }
            let start = 3 * (row * width + column)
            return weight
                * SIMD4(Float(source[start]), Float(source[start + 1]), Float(source[start + 2]), 1)
        }
        let sum =
            corner(left, top, (1 - right) * (1 - below))
            + corner(left + 1, top, right * (1 - below))
            + corner(left, top + 1, (1 - right) * below) + corner(left + 1, top + 1, right * below)
        let value = isInside ? sum : sum.w * (sum - fill) + fill
        return value.rounded(.toNearestOrEven)
            .clamped(lowerBound: .zero, upperBound: SIMD4(repeating: 255))
    }
}
