import Foundation
import Tensors

/// The branching vessels of both lungs, as lines in body coordinates.
struct PhantomVessels {
    struct Branch {
        var start: SIMD2<Float>
        var end: SIMD2<Float>
        var halfWidth: Float
    }

    private(set) var branches: [Branch] = []

    /// The point where the vessels of a lung enter.
    static func hilum(left: Bool) -> SIMD2<Float> {
        left ? SIMD2(0.17, -0.10) : SIMD2(-0.17, -0.06)
    }

    /// The nearness to the hilum of the point's lung: 1 at the hilum, 0 far from it.
    static func nearness(_ body: SIMD2<Float>) -> Float {
        let offset = (body - hilum(left: body.x > 0)) * SIMD2(1, 0.8)
        return smoothStep(0.75, 0.1, (offset * offset).sum().squareRoot())
    }

    init(from stream: inout RandomStream) {
        for left in [false, true] {
            let root = Self.hilum(left: left)
            // The branches fan out from upwards to downwards; 0 points outward.
            for index in 0..<7 {
                let fan = Float(index) / 6 * 2.5 - 1.15 + 0.25 * (stream.nextUniform() - 0.5)
                let width = 0.017 + 0.010 * stream.nextUniform()
                grow(root, angle: fan, left: left, halfWidth: width, generation: 0, &stream)
            }
        }
    }

    private mutating func grow(
        _ start: SIMD2<Float>, angle: Float, left: Bool, halfWidth: Float, generation: Int,
        _ stream: inout RandomStream
    ) {
        guard generation < 5 else { return }
        var (point, angle) = (start, angle)
        let length = (0.16 - 0.02 * Float(generation)) * (0.7 + 0.6 * stream.nextUniform())
        for part in 0..<2 {
            angle += 0.35 * (stream.nextUniform() - 0.5)
            let direction = SIMD2((left ? 1 : -1) * cos(angle), sin(angle))
            let next = point + direction * (length / 2)
            branches.append(
                Branch(start: point, end: next, halfWidth: halfWidth * (part == 0 ? 1 : 0.85)))
            point = next
        }
        let spread = 0.30 + 0.35 * stream.nextUniform()
        let side: Float = stream.nextUniform() < 0.5 ? -1 : 1
        grow(
            point, angle: angle + side * spread * 0.5, left: left, halfWidth: halfWidth * 0.74,
            generation: generation + 1, &stream)
        if generation < 3 {
            grow(
                point, angle: angle - side * spread, left: left, halfWidth: halfWidth * 0.6,
                generation: generation + 1, &stream)
        }
    }

    /// The density of the vessels over the film.
    func canvas(size: Int, anatomy: PhantomAnatomy) -> PhantomCanvas {
        var canvas = PhantomCanvas(size: size)
        for branch in branches {
            canvas.addLine(
                from: anatomy.film(branch.start), to: anatomy.film(branch.end),
                halfWidth: branch.halfWidth, density: min(0.13, 7 * branch.halfWidth))
        }
        return canvas
    }
}
