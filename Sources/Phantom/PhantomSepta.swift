import Tensors

/// Septal (Kerley B) lines: short, fine, horizontal lines at the chest wall above the diaphragm.
struct PhantomSepta: PhantomShadow {
    private let lines: PhantomCanvas

    init(
        size: Int, anatomy: PhantomAnatomy, contrast: Float, from stream: inout RandomStream
    ) {
        var lines = PhantomCanvas(size: size)
        for side: Float in [-1, 1] {
            var v = max(anatomy.domes.x, anatomy.domes.y) - 0.34
            for _ in 0..<8 {
                v += 0.025 + 0.04 * stream.nextUniform()
                let length = 0.07 + 0.06 * stream.nextUniform()
                let edge = anatomy.lateralEdge(v) - 0.03
                let fall = 0.02 * (stream.nextUniform() - 0.5)
                lines.addLine(
                    from: anatomy.film(SIMD2(side * edge, v)),
                    to: anatomy.film(SIMD2(side * (edge - length), v + fall)),
                    halfWidth: 0.007, density: contrast * (0.09 + 0.08 * stream.nextUniform()))
            }
        }
        self.lines = lines
    }

    func density(column: Int, row: Int, anatomy: PhantomAnatomy, lung: Float) -> Float {
        lung * lines.values[row * lines.size + column]
    }
}
