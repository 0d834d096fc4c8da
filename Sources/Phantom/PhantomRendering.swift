import Foundation
import Tensors

/// Renders a synthetic chest as an X-ray film.
enum PhantomRendering {
    /// A gray image, `[size, size]`: a pure function of its arguments.
    static func pixels(
        _ finding: PhantomFinding, size: Int, contrast: Float, seed: UInt64, index: Int
    ) -> [UInt8] {
        let scene = Scene(finding, size: size, contrast: contrast, seed: seed, index: index)
        let (anatomy, findings, film) = (scene.anatomy, scene.findings, scene.film)
        let vessels = scene.vessels.canvas(size: size, anatomy: anatomy)
        var density = PhantomCanvas(size: size)
        for row in 0..<size {
            for column in 0..<size {
                let point = density.position(column, row)
                let body = anatomy.body(point)
                let lung = anatomy.lung(body)
                let index = row * size + column
                let visible = lung * anatomy.clearOfHeart(body)
                let added = findings.density(
                    column: column, row: row, anatomy: anatomy, lung: visible)
                density.values[index] =
                    anatomy.tissue(body, lung: lung) + (0.25 + 0.75 * visible) * lungOnly(visible)
                    * anatomy.vascularity * vessels.values[index] + added + film.mottle(point)
            }
        }
        return film.develop(density, marker: scene.marker, noiseSeed: scene.noiseSeed)
    }

    /// The center of the consolidation on the film, in pixels from the upper left corner; nil if
    /// there is none.
    static func consolidation(
        _ finding: PhantomFinding, size: Int, seed: UInt64, index: Int
    ) -> SIMD2<Float>? {
        let scene = Scene(finding, size: size, contrast: 1, seed: seed, index: index)
        return scene.findings.middle.map {
            (scene.anatomy.film($0) + 1) * 0.5 * Float(size)
        }
    }

    /// The random parameters of a film.
    private struct Scene {
        let anatomy: PhantomAnatomy
        let vessels: PhantomVessels
        let film: Film
        let marker: PhantomMarker
        let noiseSeed: UInt64
        let findings: PhantomFindings

        init(_ finding: PhantomFinding, size: Int, contrast: Float, seed: UInt64, index: Int) {
            var stream = RandomStream(seed: seed, purpose: .phantom, index: index)
            anatomy = PhantomAnatomy(from: &stream)
            vessels = PhantomVessels(from: &stream)
            film = Film(from: &stream)
            marker = PhantomMarker(from: &stream)
            noiseSeed = stream.next()
            // Findings are drawn last, so that a healthy and an ill version of a patient differ in
            // nothing else.
            findings = PhantomFindings(
                finding, size: size, anatomy: anatomy, contrast: contrast, from: &stream)
        }
    }

    /// A mask: 1 where there is lung, 0 well outside.
    private static func lungOnly(_ lung: Float) -> Float { smoothStep(0, 0.3, lung) }

    /// The exposure, contrast, grain and inhomogeneity of a film.
    private struct Film {
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
}
