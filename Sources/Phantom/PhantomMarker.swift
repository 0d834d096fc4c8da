import Tensors

/// The lead letter that says which side is which, in a corner of the film.
struct PhantomMarker {
    private let rows: [UInt8]
    private let corner: SIMD2<Float>
    private let cell: Float
    private let brightness: Float

    private static let left: [UInt8] = [16, 16, 16, 16, 16, 16, 31]
    private static let right: [UInt8] = [30, 17, 17, 30, 20, 18, 17]

    /// Which letter, where and how bright: of no use for telling the classes apart.
    init(from stream: inout RandomStream) {
        let isLeft = stream.nextUniform() < 0.5
        rows = isLeft ? Self.left : Self.right
        cell = 0.020 + 0.008 * stream.nextUniform()
        // The patient's left is on the right of the film.
        let x = 0.93 - 7 * cell + 0.05 * stream.nextUniform()
        corner = SIMD2(isLeft ? x : -x - 5 * cell, -0.95 + 0.12 * stream.nextUniform())
        brightness = 0.75 + 0.25 * stream.nextUniform()
    }

    /// 0 beside the letter; on it, the film's brightness.
    func callAsFunction(_ point: SIMD2<Float>) -> Float {
        let place = (point - corner) / cell
        guard place.x >= 0, place.y >= 0, place.x < 5, place.y < 7 else { return 0 }
        return rows[Int(place.y)] >> UInt8(4 - Int(place.x)) & 1 == 1 ? brightness : 0
    }
}
