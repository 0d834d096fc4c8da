import Foundation

extension Statistics {
    /// The two-sided p-value of `t` under Student's t distribution with `freedom` degrees of
    /// freedom.
    package static func student(_ t: Double, freedom: Double) -> Double {
        incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
    }

    /// The t whose two-sided p-value is `level`, found by bisection to the last digit.
    package static func studentQuantile(level: Double, freedom: Double) -> Double {
        var (low, high) = (0.0, 2.0)
        while student(high, freedom: freedom) > level { (low, high) = (high, high * 2) }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if student(middle, freedom: freedom) > level { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The 95% confidence interval of a mean by Student's t: `mean ± t s / sqrt(n)`; nil for fewer
    /// than two values, and if an end is not finite.
    package static func meanInterval(_ values: [Double]) -> ClosedRange<Double>? {
        guard let mean = mean(values), let std = std(values) else { return nil }
        let t = studentQuantile(level: 0.05, freedom: Double(values.count - 1))
        let half = t * std / Double(values.count).squareRoot()
        return finiteRange(mean - half, mean + half)
    }

    /// The range between two computed ends; nil if an end is not finite or `lower` is above
    /// `upper`, since Swift traps on such a range.
    static func finiteRange(_ lower: Double, _ upper: Double) -> ClosedRange<Double>? {
        guard lower.isFinite, upper.isFinite, lower <= upper else { return nil }
        return lower...upper
    }

    /// The 95% confidence interval of a mean, clipped to the range of possible values: an accuracy
    /// is in [0, 1], a loss is at least 0.
    package static func meanInterval(
        _ values: [Double], within range: ClosedRange<Double>
    ) -> ClosedRange<Double>? {
        meanInterval(values).map { interval in
            let ends = [interval.lowerBound, interval.upperBound].map {
                min(max($0, range.lowerBound), range.upperBound)
            }
            return ends[0]...ends[1]
        }
    }

    /// The paired t-test: the two-sided p-value of the hypothesis that the differences have mean 0.
    /// It is 1 if all differences are 0; nil for fewer than two differences, if one is not finite,
    /// and if all are equal but not 0, since their standard deviation is then 0.
    package static func pairedStudent(_ differences: [Double]) -> Double? {
        guard let mean = mean(differences), let std = std(differences),
            mean.isFinite, std.isFinite
        else { return nil }
        let largest = differences.map(abs).max() ?? 0
        if largest == 0 { return 1 }
        guard std > 1e-9 * largest else { return nil }
        let t = mean / (std / Double(differences.count).squareRoot())
        return student(t, freedom: Double(differences.count - 1))
    }
}
