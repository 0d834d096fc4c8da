import Foundation

/// The statistical tests and confidence intervals that reports use.
package enum Statistics {
    /// The arithmetic mean; nil for an empty array.
    package static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// The standard deviation of a sample (n - 1); nil for fewer than two values.
    package static func std(_ values: [Double]) -> Double? {
        guard values.count > 1, let mean = mean(values) else { return nil }
        let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
        return (squares / Double(values.count - 1)).squareRoot()
    }

    /// The standard error of a proportion: `sqrt(p (1 - p) / n)`.
    package static func binomialError(_ fraction: Double, count: Int) -> Double {
        (fraction * (1 - fraction) / Double(count)).squareRoot()
    }

    /// Wilson's 95% confidence interval of a proportion that was observed as `fraction` of `count`
    /// (Wilson 1927); 0 to 1 if `count` is 0.
    package static func wilson(_ fraction: Double, count: Int) -> ClosedRange<Double> {
        guard count > 0, fraction.isFinite else { return 0...1 }
        let (z, n, p) = (1.959963984540054, Double(count), min(1, max(0, fraction)))
        let scale = 1 + z * z / n
        let centre = (p + z * z / (2 * n)) / scale
        let half = z / scale * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return finiteRange(max(0, centre - half), min(1, centre + half)) ?? 0...1
    }

    /// McNemar's exact test: the two-sided p-value of the hypothesis that two classifiers are
    /// equally accurate.
    /// - Parameters:
    ///   - onlyFirst: the number of images that only the first classifier predicts correctly.
    ///   - onlySecond: the number of images that only the second classifier predicts correctly.
    package static func mcNemar(onlyFirst: Int, onlySecond: Int) -> Double {
        let total = onlyFirst + onlySecond
        let whole = lgamma(Double(total + 1)) - Double(total) * log(2)
        let tail = (0...min(onlyFirst, onlySecond)).map { correct -> Double in
            let incorrect = total - correct
            return exp(whole - lgamma(Double(correct + 1)) - lgamma(Double(incorrect + 1)))
        }
        return min(1, 2 * tail.reduce(0, +))
    }

    /// The two-sided p-value of a standard normal deviate.
    package static func normal(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

    /// The z-test of two proportions with pooled variance: the two-sided p-value of the hypothesis
    /// that both have the same probability. `first` and `second` are fractions of `firstCount` and
    /// `secondCount`. Nil if both proportions are 0 or both are 1, and if a count is 0.
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

    /// Welch's t-test: the two-sided p-value of the hypothesis that two samples have the same mean;
    /// nil for fewer than two values in a sample, if both standard deviations are 0, and if a value
    /// is not finite.
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

    /// The regularized incomplete beta function I_x(a, b), by its continued fraction (Lentz).
    package static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let beta = lgamma(a) + lgamma(b) - lgamma(a + b)
        let factor = exp(a * log(x) + b * log(1 - x) - beta) / a
        func away(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
        var (c, d) = (1.0, 1 / away(1 - (a + b) * x / (a + 1)))
        var fraction = d
        for m in 1...300 {
            let m = Double(m)
            let sum = a + 2 * m
            let even = m * (b - m) * x / ((sum - 1) * sum)
            d = 1 / away(1 + even * d)
            c = away(1 + even / c)
            fraction *= c * d
            let odd = -(a + m) * (a + b + m) * x / (sum * (sum + 1))
            d = 1 / away(1 + odd * d)
            c = away(1 + odd / c)
            fraction *= c * d
            if abs(c * d - 1) < 1e-15 { break }
        }
        return factor * fraction
    }
}
