/// The gradient of `function` at `point` by central differences: `(f(x + h) - f(x - h)) / 2h` for
/// each element.
///
/// In single precision, a `step` near 1e-2 balances rounding errors and curvature; `function`
/// should sum in double precision. The result is incorrect for elements within `step` of a kink,
/// such as that of ReLU at zero.
package func finiteDifferenceGradient(
    of function: ([Float]) throws -> Double, at point: [Float], step: Float = 1e-2
) rethrows -> [Float] {
    var probe = point
    return try point.indices.map { index in
        let (above, below) = (point[index] + step, point[index] - step)
        probe[index] = above
        let high = try function(probe)
        probe[index] = below
        let low = try function(probe)
        probe[index] = point[index]
        // The actual step, after rounding of x + h and x - h.
        return Float((high - low) / (Double(above) - Double(below)))
    }
}
