/// A square image of densities: 0 is air, about 1 is bone over the heart.
///
/// Pixel (x, y) has film coordinates in -1 ... 1, with y downwards.
struct PhantomCanvas {
    let size: Int
    var values: [Float]

    /// - Parameter isEmpty: true for a canvas of which only positions are used.
    init(size: Int, isEmpty: Bool = false) {
        self.size = size
        values = isEmpty ? [] : [Float](repeating: 0, count: size * size)
    }

    /// The size of a pixel in film coordinates.
    var pixel: Float { 2 / Float(size) }

    /// The film coordinates of the center of a pixel.
    func position(_ column: Int, _ row: Int) -> SIMD2<Float> {
        SIMD2((Float(column) + 0.5) * pixel - 1, (Float(row) + 0.5) * pixel - 1)
    }

    /// Adds a line from `start` to `end` whose profile is a soft bump of the given half width. A
    /// line thinner than a pixel is drawn one pixel wide and proportionally fainter.
    mutating func addLine(
        from start: SIMD2<Float>, to end: SIMD2<Float>, halfWidth: Float, density: Float
    ) {
        let reach = max(halfWidth, 0.6 * pixel)
        let strength = density * halfWidth / reach
        let direction = end - start
        let squaredLength = max((direction * direction).sum(), 1e-9)
        let low = pointwiseMin(start, end) - reach
        let high = pointwiseMax(start, end) + reach
        for row in indices(low.y, high.y) {
            for column in indices(low.x, high.x) {
                let offset = position(column, row) - start
                let along = min(max((offset * direction).sum() / squaredLength, 0), 1)
                let across = offset - along * direction
                let ratio = (across * across).sum() / (reach * reach)
                if ratio < 1 {
                    let bump = (1 - ratio) * (1 - ratio)
                    // Adjacent segments of a polyline overlap: the larger value is kept.
                    let index = row * size + column
                    values[index] = Self.stronger(values[index], strength * bump)
                }
            }
        }
    }

    private static func stronger(_ a: Float, _ b: Float) -> Float { abs(a) > abs(b) ? a : b }

    /// The pixels whose centers are in `low ... high`.
    private func indices(_ low: Float, _ high: Float) -> Range<Int> {
        let first = max(Int(((low + 1) / pixel).rounded(.down)), 0)
        let last = min(Int(((high + 1) / pixel).rounded(.up)), size)
        return first..<max(first, last)
    }
}

/// A smooth step: 0 below `low`, 1 above `high`.
@inline(__always)
func smoothStep(_ low: Float, _ high: Float, _ value: Float) -> Float {
    let t = min(max((value - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
}
