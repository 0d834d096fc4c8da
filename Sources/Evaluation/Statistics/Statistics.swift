import Foundation

/// The tests and intervals that reports use.
package enum Statistics {
    /// The arithmetic mean; nil of nothing.
    package static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// The standard deviation of a sample (n - 1); nil for fewer than two values.
    package static func std(_ values: [Double]) -> Double? {
        guard values.count > 1, let mean = mean(values) else { return nil }
        let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
        return (squares / Double(values.count - 1)).squareRoot()
    }

    /// `sqrt(p (1 - p) / n)`
    package static func binomialError(_ share: Double, count: Int) -> Double {
        (share * (1 - share) / Double(count)).squareRoot()
    }

    /// Wilson's 95% interval of a proportion that was `share` of `count` (Wilson 1927); 0 to 1
    /// where nothing was counted.
    package static func wilson(_ share: Double, count: Int) -> ClosedRange<Double> {
        guard count > 0, share.isFinite else { return 0...1 }
        let (z, n, p) = (1.959963984540054, Double(count), min(1, max(0, share)))
        let scale = 1 + z * z / n
        let centre = (p + z * z / (2 * n)) / scale
        let half = z / scale * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return finiteRange(max(0, centre - half), min(1, centre + half)) ?? 0...1
    }

    /// McNemar's exact test: the two-sided p-value that `onlyFirst` and `onlySecond` correct
    /// predictions come from equally good classifiers.
    package static func mcNemar(onlyFirst: Int, onlySecond: Int) -> Double {
        let total = onlyFirst + onlySecond
        let whole = lgamma(Double(total + 1)) - Double(total) * log(2)
        let tail = (0...min(onlyFirst, onlySecond)).map { right -> Double in
            let wrong = total - right
            return exp(whole - lgamma(Double(right + 1)) - lgamma(Double(wrong + 1)))
        }
        return min(1, 2 * tail.reduce(0, +))
    }

    /// The two-sided p-value of a normal deviate.
    package static func normal(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

    /// The z-test of two proportions with their common variance: the two-sided p-value that `first`
    /// of `firstCount` and `second` of `secondCount` are of one probability; nil where all or none
    /// are, or without any.
    package static func twoProportions(
        _ first: Double, _ firstCount: Int, _ second: Double, _ secondCount: Int
    ) -> Double? {
        let (n1, n2) = (Double(firstCount), Double(secondCount))
        guard n1 > 0, n2 > 0 else { return nil }
        let pooled = (first * n1 + second * n2) / (n1 + n2)
        let variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
        guard variance > 0 else { return nil }
        return normal((first - second) / variance.squareRoot())
    }

    /// Welch's t-test: the two-sided p-value that two samples have one mean; nil without spread,
    /// and where a value is not finite.
    package static func welch(_ first: [Double], _ second: [Double]) -> Double? {
        guard let m1 = mean(first), let m2 = mean(second), let s1 = std(first),
            let s2 = std(second), s1 + s2 > 0
        else { return nil }
        let (n1, n2) = (Double(first.count), Double(second.count))
        let (v1, v2) = (s1 * s1 / n1, s2 * s2 / n2)
        let t = (m1 - m2) / (v1 + v2).squareRoot()
        let freedom = (v1 + v2) * (v1 + v2) / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1))
        guard t.isFinite, freedom.isFinite else { return nil }
        return student(t, freedom: freedom)
    }

    /// The regularised incomplete beta function I_x(a, b), by its continued fraction (Lentz).
    package static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let beta = lgamma(a) + lgamma(b) - lgamma(a + b)
        let front = exp(a * log(x) + b * log(1 - x) - beta) / a
        func away(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
        var (c, d) = (1.0, 1 / away(1 - (a + b) * x / (a + 1)))
        var fraction = d
        for m in 1...300 {
            let m = Double(m)
            let place = a + 2 * m
            let even = m * (b - m) * x / ((place - 1) * place)
            d = 1 / away(1 + even * d)
            c = away(1 + even / c)
            fraction *= c * d
            let odd = -(a + m) * (a + b + m) * x / (place * (place + 1))
            d = 1 / away(1 + odd * d)
            c = away(1 + odd / c)
            fraction *= c * d
            if abs(c * d - 1) < 1e-15 { break }
        }
        return front * fraction
    }
}
