import Tensors

/// Round opacities in the lungs, 5 to 30 mm wide, with the density of spheres.
struct PhantomNodules: PhantomShadow {
    private struct Nodule {
        var center: SIMD2<Float>
        var radius: Float
        var density: Float
    }

    private let nodules: [Nodule]
    private let canvas: PhantomCanvas

    /// The diameters in millimeters, if the chest is 280 mm wide inside.
    static let diameters: ClosedRange<Float> = 5...30

    /// The length of a millimeter in body coordinates.
    static func millimeter(_ anatomy: PhantomAnatomy) -> Float { anatomy.lungWidth / 140 }

    init(
        size: Int, anatomy: PhantomAnatomy, contrast: Float, from stream: inout RandomStream
    ) {
        let canvas = PhantomCanvas(size: size, isEmpty: true)
        let chance = stream.nextUniform()
        let count = chance < 0.7 ? 1 : chance < 0.9 ? 2 : 3
        var nodules: [Nodule] = []
        for _ in 0..<count {
            let range = Self.diameters
            let part = stream.nextUniform()
            let diameter = range.lowerBound + part * (range.upperBound - range.lowerBound)
            let radius = 0.5 * diameter * Self.millimeter(anatomy)
            // Less than a pixel wide, a nodule is drawn wider and fainter.
            let least = 0.7 * canvas.pixel / anatomy.scale.y
            let fraction = min(radius / least, 1)
            let density = contrast * (0.22 + 0.14 * part) * fraction * fraction
            nodules.append(
                Nodule(
                    center: Self.center(anatomy, margin: radius, &stream),
                    radius: max(radius, least), density: density))
        }
        self.nodules = nodules
        self.canvas = canvas
    }

    /// A point in a lung, not behind the heart.
    private static func center(
        _ anatomy: PhantomAnatomy, margin: Float, _ stream: inout RandomStream
    ) -> SIMD2<Float> {
        var center = SIMD2<Float>.zero
        for _ in 0..<40 {
            let left = stream.nextUniform() < 0.5
            let v = anatomy.apex + 0.12 + (0.30 - anatomy.apex) * stream.nextUniform()
            let u = 0.2 + (anatomy.lateralEdge(v) - 0.28 - margin) * stream.nextUniform()
            center = SIMD2(left ? u : -u, v)
            if anatomy.lung(center) * anatomy.clearOfHeart(center) > 0.8 { break }
        }
        return center
    }

    func density(column: Int, row: Int, anatomy: PhantomAnatomy, lung: Float) -> Float {
        guard lung > 0 else { return 0 }
        let body = anatomy.body(canvas.position(column, row))
        return nodules.reduce(0) { sum, nodule in
            let offset = (body - nodule.center) / nodule.radius
            let square = (offset * offset).sum()
            return square < 1 ? sum + lung * nodule.density * (1 - square).squareRoot() : sum
        }
    }
}
