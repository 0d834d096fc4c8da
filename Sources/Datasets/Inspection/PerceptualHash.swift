import Foundation
import Images

/// A hash of 64 bits that changes little if an image is scaled, compressed again or made slightly
/// brighter.
///
/// The luminance of the image is averaged to 32 x 32, whatever the aspect ratio is. Of its
/// two-dimensional discrete cosine transform (type II), the 8 x 8 coefficients with frequencies 1
/// to 8 along each axis are used; each bit is 1 if the coefficient is above their median. The
/// method is pHash (Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions",
/// 2010, section 3.2.1), with averaging instead of its blur.
package struct PerceptualHash: Sendable, Hashable {
    /// The bits of the hash.
    package let bits: UInt64

    /// The number of different bits: 0 for identical images, about 32 for unrelated ones.
    package func distance(to other: PerceptualHash) -> Int { (bits ^ other.bits).nonzeroBitCount }

    static let side = 32
    private static let frequencies = 8
    /// `cos((2x + 1) u pi / 64)` for u = 1 ... 8, x = 0 ..< 32.
    private static let cosines: [Double] = (1...frequencies).flatMap { u in
        (0..<side).map { cos(Double((2 * $0 + 1) * u) * .pi / Double(2 * side)) }
    }

    init(bits: UInt64) { self.bits = bits }

    /// - Parameter thumbnail: the luminance, `[32, 32]`.
    init(thumbnail: [Double]) {
        let (side, count) = (Self.side, Self.frequencies)
        var columns = [Double](repeating: 0, count: count * side)
        for u in 0..<count {
            for y in 0..<side {
                columns[u * side + y] = (0..<side).reduce(0) {
                    $0 + Self.cosines[u * side + $1] * thumbnail[y * side + $1]
                }
            }
        }
        var coefficients: [Double] = []
        for v in 0..<count {
            for u in 0..<count {
                coefficients.append(
                    (0..<side).reduce(0) {
                        $0 + Self.cosines[v * side + $1] * columns[u * side + $1]
                    })
            }
        }
        let sorted = coefficients.sorted()
        let median = (sorted[31] + sorted[32]) / 2
        // The coefficients of a uniform image are only rounding errors, which the tolerance
        // ignores.
        bits = coefficients.enumerated().reduce(0) { bits, item in
            item.element > median + 1e-6 ? bits | 1 << UInt64(item.offset) : bits
        }
    }

    /// The luminance of an image, averaged over the cells of a 32 x 32 grid; pixels of smaller
    /// images are repeated.
    static func thumbnail(_ image: RGBImage) -> [Double] {
        func cell(_ index: Int, _ length: Int) -> Range<Int> {
            let start = index * length / side
            return start..<max(start + 1, (index + 1) * length / side)
        }
        return image.pixels.withUnsafeBufferPointer { pixels in
            (0..<side).flatMap { row in
                (0..<side).map { column in
                    let (ys, xs) = (cell(row, image.height), cell(column, image.width))
                    var sum = 0
                    for y in ys {
                        var index = (y * image.width + xs.lowerBound) * 3
                        for _ in xs {
                            sum +=
                                299 * Int(pixels[index]) + 587 * Int(pixels[index + 1])
                                + 114 * Int(pixels[index + 2])
                            index += 3
                        }
                    }
                    return Double(sum) / Double(1000 * ys.count * xs.count)
                }
            }
        }
    }
}
