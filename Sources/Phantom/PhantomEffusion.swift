import Tensors

/// Fluid in the pleural space of an upright patient: it fills the costophrenic angle, and its
/// surface, the meniscus, is concave and highest at the chest wall.
struct PhantomEffusion: PhantomShadow {
    /// The fluid of one side.
    private struct Side {
        var isLeft: Bool
        /// The height of the fluid at the chest wall above the costophrenic angle, in body
        /// coordinates.
        var height: Float
        /// The rise of the surface from the mediastinum to the chest wall.
        var rise: Float
    }

    private let sides: [Side]
    private let strength: Float
    private let canvas: PhantomCanvas

    init(size: Int, contrast: Float, from stream: inout RandomStream) {
        let place = stream.nextUniform()
        let isLeft = place < 0.65, isRight = place < 0.35 || place >= 0.65
        var sides: [Side] = []
        for left in [false, true] {
            let (amount, rise) = (stream.nextUniform(), stream.nextUniform())
            guard left ? isLeft : isRight else { continue }
            // Small effusions are more frequent than large ones.
            sides.append(
                Side(isLeft: left, height: 0.24 + 0.4 * amount * amount, rise: 0.17 + 0.1 * rise))
        }
        self.sides = sides
        strength = contrast * (0.36 + 0.08 * stream.nextUniform())
        canvas = PhantomCanvas(size: size, isEmpty: true)
    }

    func density(column: Int, row: Int, anatomy: PhantomAnatomy, lung: Float) -> Float {
        guard lung > 0 else { return 0 }
        let body = anatomy.body(canvas.position(column, row))
        guard let side = sides.first(where: { $0.isLeft == (body.x > 0) }) else { return 0 }
        let depth = body.y - Self.surface(side, abs(body.x), anatomy)
        // The fluid touches the heart, so only the heart's own shadow hides it.
        let beside = anatomy.lung(body) * (1 - 0.8 * anatomy.heartOutline(body))
        return beside * strength * smoothStep(-0.03, 0.045, depth)
    }

    /// The height of the fluid's surface at a distance from the spine.
    private static func surface(_ side: Side, _ u: Float, _ anatomy: PhantomAnatomy) -> Float {
        let wall = anatomy.lungWidth
        let angle = anatomy.diaphragm(side.isLeft ? wall - 0.04 : 0.04 - wall)
        let x = min(max((u - 0.16) / (wall - 0.16), 0), 1)
        return angle - side.height + side.rise * (1 - x * x)
    }
}
