import Foundation

extension Statistics {
    /// Student's t: the two-sided p-value of `t` with so many degrees of freedom.
    package static func student(_ t: Double, freedom: Double) -> Double {
        incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
    }

    /// The t that a two-sided p-value of `level` belongs to, by bisection to the last digits.
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

    /// The 95% interval of a mean by Student's t: `mean ± t s / sqrt(n)`; nil for fewer than two
    /// values, and where an end of it is not finite.
    package static func meanInterval(_ values: [Double]) -> ClosedRange<Double>? {
        guard let mean = mean(values), let std = std(values) else { return nil }
        let t = studentQuantile(level: 0.05, freedom: Double(values.count - 1))
        let half = t * std / Double(values.count).squareRoot()
        return finiteRange(mean - half, mean + half)
    }

    /// The range between two computed ends; nil where an end is not finite, or they are in the
    /// wrong order: a range of such ends is a trap.
    static func finiteRange(_ lower: Double, _ upper: Double) -> ClosedRange<Double>? {
        guard lower.isFinite, upper.isFinite, lower <= upper else { return nil }
        return lower...upper
    }

    /// The same, cut off at the ends of the values that there can be: an accuracy lies in [0, 1], a
    /// loss is never below 0.
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

    /// The paired t-test: the two-sided p-value that differences have mean 0. 1 when all are 0; nil
    /// for fewer than two, where one is not finite, or when they are all the same but not 0, so
    /// that there is no spread to judge by.
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
