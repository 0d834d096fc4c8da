import Tensors

/// Smooth random values over the film in -1 ... 1, interpolated from a grid of random numbers.
struct ValueNoise {
    private let cells: Int
    private let grid: [Float]

    /// - Parameter cells: the number of grid cells along each side of the film.
    init(cells: Int, from stream: inout RandomStream) {
        self.cells = cells
        grid = (0..<(cells + 1) * (cells + 1)).map { _ in 2 * stream.nextUniform() - 1 }
    }

    /// The value at a point of the film; outside of the film, the value at the edge.
    func callAsFunction(_ point: SIMD2<Float>) -> Float {
        let scaled = (point + 1) * (0.5 * Float(cells))
        let inside = scaled.clamped(
            lowerBound: .zero, upperBound: SIMD2(repeating: Float(cells) - 0.001))
        let (column, row) = (Int(inside.x), Int(inside.y))
        let t = inside - SIMD2(Float(column), Float(row))
        let s = t * t * (3 - 2 * t)
        let corner = row * (cells + 1) + column
        let top = grid[corner] + (grid[corner + 1] - grid[corner]) * s.x
        let below = corner + cells + 1
        let bottom = grid[below] + (grid[below + 1] - grid[below]) * s.x
        return top + (bottom - top) * s.y
    }
}
