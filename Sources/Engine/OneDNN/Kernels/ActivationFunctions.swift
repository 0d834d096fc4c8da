internal import Networks

extension Activation {
    /// The function of each element.
    @inline(__always)
    func value(_ x: Vector) -> Vector {
        switch self {
        case .relu: x.rectified
        case .relu6: x.rectified.atMost(6)
        case .silu: x * x.logistic
        case .gelu: x * x.normalDistribution
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
        case .gelu:
            // The density is `exp(-x^2 / 2) / sqrt(2 pi)`.
            let density = (x * x * -0.5).exponential * 0.39894228
            gradient *= x.normalDistribution + x * density
        case .hardswish:
            // 1 from 3 on; that of the parabola from -3 to 3.
            let derivative = (x * (1 / 3) + 0.5).replacing(with: 1, where: x .>= 3)
            gradient *= derivative.replacing(with: 0, where: x .<= -3)
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

    /// The distribution function of the standard normal distribution.
    @inline(__always)
    var normalDistribution: Vector { (self * 0.70710678).errorFunction * 0.5 + 0.5 }

    /// `erf(x)` with an absolute error of at most 1e-7: near zero `x + x p(x^2)`, and beyond
    /// `1 - exp(x q(x) - x)`, with polynomials that are fitted to the largest error.
    @inline(__always)
    var errorFunction: Vector {
        let square = self * self
        var near = square * -5.80719498e-4 + 4.95047728e-3
        near = near * square - 2.67304368e-2
        near = near * square + 1.12804711e-1
        near = near * square - 3.76122892e-1
        near = near * square + 1.28379062e-1
        near = near * self + self
        // erf(4) is rounded to 1.
        let t = replacing(with: 0 - self, where: self .< 0).atMost(4)
        var far = t * -1.15225785e-5 + 3.25655477e-4
        far = far * t - 3.65377497e-3
        far = far * t + 2.37853695e-2
        far = far * t - 1.06263168e-1
        far = far * t - 6.35135889e-1
        far = far * t - 1.2865217e-1
        far = 1 - (far * t - t).exponential
        far.replace(with: 0 - far, where: self .< 0)
        return near.replacing(with: far, where: t .> 0.9277344)
    }

    /// `exp(x)` with a relative error of at most 2e-7; `x` is limited to -87 ... 88, where the
    /// result is a normal number.
    ///
    /// `exp(x) = 2^n exp(r)` with `n` the integer nearest to `x / log(2)` and `|r| <= log(2) / 2`;
    /// `exp(r)` is `1 + r + r^2 q(r)` with a polynomial that is fitted to the largest relative
    /// error.
    @inline(__always)
    var exponential: Vector {
        let x = replacing(with: -87, where: self .< -87).atMost(88)
        // Adding 1.5 * 2^23 rounds to an integer, which the low bits of the sum then contain.
        let shifted = x * 1.44269504 + 12_582_912
        let n = shifted - 12_582_912
        let r = x - n * 0.693359375 - n * -2.12194440e-4
        var p = r * 1.38145348e-3 + 8.36874545e-3
        p = p * r + 4.16683927e-2
        p = p * r + 1.66665211e-1
        p = p * r + 4.9999994e-1
        p = p * (r * r) + r + 1
        let power = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
        return unsafeBitCast(unsafeBitCast(p, to: SIMD16<Int32>.self) &+ power, to: Vector.self)
    }
}
