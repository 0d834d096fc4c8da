import Tensors

/// The lead letter in a corner of the film that marks the left or right side.
struct PhantomMarker {
    private let rows: [UInt8]
    private let corner: SIMD2<Float>
    private let cell: Float
    private let brightness: Float

    private static let left: [UInt8] = [16, 16, 16, 16, 16, 16, 31]
    private static let right: [UInt8] = [30, 17, 17, 30, 20, 18, 17]

    /// Draws the letter, its position and its brightness, which do not depend on the class.
    init(from stream: inout RandomStream) {
        let isLeft = stream.nextUniform() < 0.5
        rows = isLeft ? Self.left : Self.right
        cell = 0.020 + 0.008 * stream.nextUniform()
        // The patient's left is on the right side of the film.
        let x = 0.93 - 7 * cell + 0.05 * stream.nextUniform()
        corner = SIMD2(isLeft ? x : -x - 5 * cell, -0.95 + 0.12 * stream.nextUniform())
        brightness = 0.75 + 0.25 * stream.nextUniform()
    }

    /// The brightness at a point: 0 outside of the letter.
    func callAsFunction(_ point: SIMD2<Float>) -> Float {
        let position = (point - corner) / cell
        guard position.x >= 0, position.y >= 0, position.x < 5, position.y < 7 else { return 0 }
        return rows[Int(position.y)] >> UInt8(4 - Int(position.x)) & 1 == 1 ? brightness : 0
    }
}
