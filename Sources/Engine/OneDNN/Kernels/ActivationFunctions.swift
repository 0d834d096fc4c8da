internal import Networks

extension Activation {
    /// The function of each element.
    @inline(__always)
    func value(_ x: Vector) -> Vector {
        switch self {
        case .relu: x.rectified
        case .relu6: x.rectified.atMost(6)
        case .silu: x * x.logistic
        case .hardswish: x * x.hardSigmoid
        case .sigmoid: x.logistic
        case .hardsigmoid: x.hardSigmoid
        }
    }

    /// Multiplies each element of `gradient` by the derivative at `x`.
    @inline(__always)
    func scale(_ gradient: inout Vector, at x: Vector) {
        switch self {
        case .relu: gradient.replace(with: 0, where: x .<= 0)
        case .relu6: gradient.replace(with: 0, where: (x .<= 0) .| (x .>= 6))
        case .silu:
            // e s = 1 - s, without cancellation.
            let e = (0 - x).exponential
            let s = 1 / (1 + e)
            gradient *= s * (1 + x * (e * s))
        case .hardswish:
            // 1 from 3 on; the slope of the parabola from -3 to 3.
            let slope = (x * (1 / 3) + 0.5).replacing(with: 1, where: x .>= 3)
            gradient *= slope.replacing(with: 0, where: x .<= -3)
        case .sigmoid:
            let s = x.logistic
            gradient *= s * (1 - s)
        case .hardsigmoid:
            gradient *= 1 / 6
            gradient.replace(with: 0, where: (x .<= -3) .| (x .>= 3))
        }
    }
}

extension Vector {
    /// `min(x, limit)`; NaN stays NaN.
    @inline(__always)
    func atMost(_ limit: Float) -> Vector { replacing(with: limit, where: self .> limit) }

    /// `min(max(x + 3, 0), 6) / 6`.
    @inline(__always)
    var hardSigmoid: Vector { (self + 3).rectified.atMost(6) * (1 / 6) }

    /// `1 / (1 + exp(-x))`.
    @inline(__always)
    var logistic: Vector { 1 / (1 + (0 - self).exponential) }

    /// `exp(x)` with a relative error of at most 2e-7; `x` is limited to -87 ... 88, where the
    /// result is a normal number.
    ///
    /// `exp(x) = 2^n exp(r)` with `n` the integer nearest to `x / log(2)` and `|r| <= log(2) / 2`;
    /// `exp(r)` is a polynomial (Cephes, `expf`).
    @inline(__always)
    var exponential: Vector {
        let x = replacing(with: -87, where: self .< -87).atMost(88)
        // Adding 1.5 * 2^23 rounds to an integer, which the low bits of the sum then contain.
        let shifted = x * 1.44269504 + 12_582_912
        let n = shifted - 12_582_912
        let r = x - n * 0.693359375 - n * -2.12194440e-4
        var p = Vector(repeating: 1.9875691500e-4)
        p = p * r + 1.3981999507e-3
        p = p * r + 8.3334519073e-3
        p = p * r + 4.1665795894e-2
        p = p * r + 1.6666665459e-1
        p = p * r + 5.0000001201e-1
        p = p * (r * r) + r + 1
        let power = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
        return unsafeBitCast(unsafeBitCast(p, to: SIMD16<Int32>.self) &+ power, to: Vector.self)
    }
}
