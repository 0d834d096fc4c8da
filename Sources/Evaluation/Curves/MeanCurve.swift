/// The vertical average of several curves over [0, 1]: the mean of their y values at each x
/// (Fawcett 2006). Its area is the mean of their areas.
package struct MeanCurve: Sendable, Hashable {
    /// A point of the mean curve.
    package struct Point: Sendable, Hashable {
        /// The false-positive rate, or the recall.
        package var x: Double
        /// The mean true-positive rate, or the mean precision.
        package var y: Double
    }

    /// The points in the order of x, with two points at an x where the curve jumps. Points on a
    /// straight line between their neighbors are left out.
    package let points: [Point]
    /// The area below the curve: the trapezoidal rule for ROC curves, the sum of steps for
    /// precision-recall curves.
    package let area: Double

    /// The mean of ROC curves; nil for an empty array.
    package init?(_ curves: [ROCCurve]) {
        guard !curves.isEmpty else { return nil }
        let xs = Set(curves.flatMap { $0.points.map(\.falsePositiveRate) }).sorted()
        var low = [Double](repeating: 0, count: xs.count)
        var high = low
        for curve in curves {
            let points = curve.points
            var next = 0
            for (index, x) in xs.enumerated() {
                while next < points.count, points[next].falsePositiveRate < x { next += 1 }
                if points[next].falsePositiveRate > x {
                    // Between two points the curve is a line: images of both classes have one
                    // probability.
                    let (before, after) = (points[next - 1], points[next])
                    let fraction =
                        (x - before.falsePositiveRate)
                        / (after.falsePositiveRate - before.falsePositiveRate)
                    let y =
                        before.truePositiveRate
                        + fraction * (after.truePositiveRate - before.truePositiveRate)
                    low[index] += y
                    high[index] += y
                    continue
                }
                low[index] += points[next].truePositiveRate
                while next + 1 < points.count, points[next + 1].falsePositiveRate == x {
                    next += 1
                }
                high[index] += points[next].truePositiveRate
            }
        }
        let count = Double(curves.count)
        let all = xs.indices.flatMap { index in
            [
                Point(x: xs[index], y: low[index] / count),
                Point(x: xs[index], y: high[index] / count),
            ]
        }
        area = zip(all, all.dropFirst()).reduce(0) { sum, pair in
            sum + (pair.1.x - pair.0.x) * (pair.0.y + pair.1.y) / 2
        }
        points = Self.thinned(all)
    }

    /// The mean of precision-recall curves; nil for an empty array. Between two recalls the
    /// precision is that of the larger recall.
    package init?(_ curves: [PrecisionRecallCurve]) {
        guard !curves.isEmpty else { return nil }
        let xs = Set(curves.flatMap { $0.points.map(\.recall) }).sorted()
        var heights = [Double](repeating: 0, count: xs.count)
        for curve in curves {
            var next = 1
            for (index, x) in xs.enumerated() where index > 0 {
                while next + 1 < curve.points.count, curve.points[next].recall < x { next += 1 }
                heights[index] += curve.points[next].precision / Double(curves.count)
            }
        }
        if heights.count > 1 { heights[0] = heights[1] }
        var sum = 0.0
        var kept: [Point] = []
        for (index, x) in xs.enumerated() {
            if index > 0 { sum += (x - xs[index - 1]) * heights[index] }
            let isLast = index + 1 == xs.count
            // Points with the height of the next one are inside a step.
            if index == 0 || isLast || heights[index + 1] != heights[index] {
                kept.append(Point(x: x, y: heights[index]))
            }
        }
        area = sum
        points = kept
    }

    private static func thinned(_ points: [Point]) -> [Point] {
        var kept: [Point] = []
        for point in points where kept.last != point {
            if kept.count > 1 {
                let (a, b) = (kept[kept.count - 2], kept[kept.count - 1])
                let turn = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
                if abs(turn) < 1e-12 { kept.removeLast() }
            }
            kept.append(point)
        }
        return kept
    }
}
