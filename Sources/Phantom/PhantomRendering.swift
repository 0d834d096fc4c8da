import Foundation
import Tensors

/// Turns an imagined chest into a film.
enum PhantomRendering {
    /// A gray picture, `[size, size]`: a pure function of its arguments.
    static func pixels(
        _ finding: PhantomFinding, size: Int, contrast: Float, seed: UInt64, index: Int
    ) -> [UInt8] {
        let scene = Scene(finding, size: size, contrast: contrast, seed: seed, index: index)
        let (anatomy, analysis, film) = (scene.anatomy, scene.analysis, scene.film)
        let vessels = scene.vessels.canvas(size: size, anatomy: anatomy)
        var density = PhantomCanvas(size: size)
        for row in 0..<size {
            for column in 0..<size {
                let point = density.position(column, row)
                let body = anatomy.body(point)
                let lung = anatomy.lung(body)
                let index = row * size + column
                let visible = lung * anatomy.clearOfHeart(body)
                let added = analysis.density(
                    column: column, row: row, anatomy: anatomy, lung: visible)
                density.values[index] =
                    anatomy.tissue(body, lung: lung) + (0.25 + 0.75 * visible) * lungOnly(visible)
                    * anatomy.vascularity * vessels.values[index] + added + film.mottle(point)
            }
        }
        return film.develop(density, marker: scene.marker, noiseSeed: scene.noiseSeed)
    }

    /// The middle of the consolidation on the film, in pixels from the upper left corner; nil
    /// without one.
    static func consolidation(
        _ finding: PhantomFinding, size: Int, seed: UInt64, index: Int
    ) -> SIMD2<Float>? {
        let scene = Scene(finding, size: size, contrast: 1, seed: seed, index: index)
        return scene.analysis.middle.map {
            (scene.anatomy.film($0) + 1) * 0.5 * Float(size)
        }
    }

    /// All that is random of a film.
    private struct Scene {
        let anatomy: PhantomAnatomy
        let vessels: PhantomVessels
        let film: Film
        let marker: PhantomMarker
        let noiseSeed: UInt64
        let analysis: PhantomFindings

        init(_ finding: PhantomFinding, size: Int, contrast: Float, seed: UInt64, index: Int) {
            var stream = RandomStream(seed: seed, purpose: .phantom, index: index)
            anatomy = PhantomAnatomy(from: &stream)
            vessels = PhantomVessels(from: &stream)
            film = Film(from: &stream)
            marker = PhantomMarker(from: &stream)
            noiseSeed = stream.next()
            // Last, so that the same patient, healthy or ill, looks the same in all else.
            analysis = PhantomFindings(
                finding, size: size, anatomy: anatomy, contrast: contrast, from: &stream)
        }
    }

    /// 1 where there is any lung, 0 well outside.
    private static func lungOnly(_ lung: Float) -> Float { smoothStep(0, 0.3, lung) }

    /// Exposure, contrast, grain and unevenness of one film.
    private struct Film {
        var middle: Float
        var slope: Float
        var grain: Float
        var tilt: SIMD2<Float>
        var coarse: ValueNoise
        var fine: ValueNoise

        init(from stream: inout RandomStream) {
            middle = 0.42 + 0.12 * (stream.nextUniform() - 0.5)
            slope = 5.4 + 1.6 * (stream.nextUniform() - 0.5)
            grain = 0.008 + 0.014 * stream.nextUniform()
            tilt = 0.06 * SIMD2(stream.nextUniform() - 0.5, stream.nextUniform() - 0.5)
            coarse = ValueNoise(cells: 5, from: &stream)
            fine = ValueNoise(cells: 17, from: &stream)
        }

        /// Uneven tissue and exposure.
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
                // The sum of four uniforms is normal enough for grain, and cheap.
                let uniform = (0..<4).reduce(Float(-2)) { sum, _ in sum + stream.nextUniform() }
                let value = density.values[index] + 1.7 * grain * uniform
                let gray = 1.04 / (1 + exp(-slope * (value - middle))) - 0.02
                let lit = max(gray, marker(point))
                return UInt8(min(max(lit, 0), 1) * 255 + 0.5)
            }
        }
    }
}
