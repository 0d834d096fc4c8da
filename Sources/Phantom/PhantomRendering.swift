import Tensors

/// Renders a synthetic chest as an X-ray film.
enum PhantomRendering {
    /// A gray image, `[size, size]`: a pure function of its arguments.
    static func pixels(
        _ finding: PhantomFinding, size: Int, contrast: Float, seed: UInt64, index: Int
    ) -> [UInt8] {
        let scene = PhantomScene(
            finding, size: size, contrast: contrast, seed: seed, index: index)
        return pixels(scene, size: size)
    }

    /// A gray image of a scene, `[size, size]`.
    static func pixels(_ scene: PhantomScene, size: Int) -> [UInt8] {
        let (anatomy, film) = (scene.anatomy, scene.film)
        let vessels = scene.vessels.canvas(size: size, anatomy: anatomy)
        var density = PhantomCanvas(size: size)
        for row in 0..<size {
            for column in 0..<size {
                let point = density.position(column, row)
                let body = anatomy.body(point)
                let lung = anatomy.lung(body)
                let index = row * size + column
                let visible = lung * anatomy.clearOfHeart(body)
                let added = scene.shadows.reduce(0) { sum, shadow in
                    sum
                        + shadow.density(column: column, row: row, anatomy: anatomy, lung: visible)
                }
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
        let scene = PhantomScene(finding, size: size, contrast: 1, seed: seed, index: index)
        return scene.consolidation.map {
            (scene.anatomy.film($0) + 1) * 0.5 * Float(size)
        }
    }

    /// A mask: 1 where there is lung, 0 well outside.
    private static func lungOnly(_ lung: Float) -> Float { smoothStep(0, 0.3, lung) }
}
