import Foundation
import Tensors

/// The exposure, contrast, grain and inhomogeneity of a film.
struct PhantomExposure {
    var middle: Float
    var steepness: Float
    var grain: Float
    var tilt: SIMD2<Float>
    var coarse: ValueNoise
    var fine: ValueNoise

    init(from stream: inout RandomStream) {
        middle = 0.42 + 0.12 * (stream.nextUniform() - 0.5)
        steepness = 5.4 + 1.6 * (stream.nextUniform() - 0.5)
        grain = 0.008 + 0.014 * stream.nextUniform()
        tilt = 0.06 * SIMD2(stream.nextUniform() - 0.5, stream.nextUniform() - 0.5)
        coarse = ValueNoise(cells: 5, from: &stream)
        fine = ValueNoise(cells: 17, from: &stream)
    }

    /// The inhomogeneity of tissue and exposure.
    func mottle(_ point: SIMD2<Float>) -> Float {
        0.050 * coarse(point) + 0.012 * fine(point) + (tilt * point).sum()
    }

    /// The gray values: an S-shaped curve of the density, with grain.
    func develop(
        _ density: PhantomCanvas, marker: PhantomMarker, noiseSeed: UInt64
    ) -> [UInt8] {
        var stream = RandomStream(seed: noiseSeed, purpose: .phantom)
        return density.values.indices.map { index in
            let point = density.position(index % density.size, index / density.size)
            // The sum of four uniform numbers is close enough to normal, and fast.
            let uniform = (0..<4).reduce(Float(-2)) { sum, _ in sum + stream.nextUniform() }
            let value = density.values[index] + 1.7 * grain * uniform
            let gray = 1.04 / (1 + exp(-steepness * (value - middle))) - 0.02
            let lit = max(gray, marker(point))
            return UInt8(min(max(lit, 0), 1) * 255 + 0.5)
        }
    }
}
