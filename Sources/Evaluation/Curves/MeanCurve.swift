/// The vertical mean of several curves from 0 to 1: at each place the mean of their heights
/// (Fawcett 2006). Its area is the mean of their areas.
package struct MeanCurve: Sendable, Hashable {
    /// A place and the mean height there.
    package struct Point: Sendable, Hashable {
        package var x: Double
        package var y: Double
    }

    /// In the order of their places; two where the curve jumps. Those on straight lines are left
    /// out.
    package let points: [Point]
    /// The area below it: by trapezoids of ROC curves, by steps of precision-recall curves.
    package let area: Double

    /// The mean ROC curve; nil without any.
    package init?(_ curves: [ROCCurve]) {
        guard !curves.isEmpty else { return nil }
        let xs = Set(curves.flatMap { $0.points.map(\.falsePositiveRate) }).sorted()
        var low = [Double](repeating: 0, count: xs.count)
        var high = low
        for curve in curves {
            let points = curve.points
            var next = 0
            for (place, x) in xs.enumerated() {
                while next < points.count, points[next].falsePositiveRate < x { next += 1 }
                if points[next].falsePositiveRate > x {
                    // On the line between two points: images of one probability in both classes.
                    let (before, after) = (points[next - 1], points[next])
                    let share =
                        (x - before.falsePositiveRate)
                        / (after.falsePositiveRate - before.falsePositiveRate)
                    let y =
                        before.truePositiveRate
                        + share * (after.truePositiveRate - before.truePositiveRate)
                    low[place] += y
                    high[place] += y
                    continue
                }
                low[place] += points[next].truePositiveRate
                while next + 1 < points.count, points[next + 1].falsePositiveRate == x {
                    next += 1
                }
                high[place] += points[next].truePositiveRate
            }
        }
        let count = Double(curves.count)
        let all = xs.indices.flatMap { place in
            [
                Point(x: xs[place], y: low[place] / count),
                Point(x: xs[place], y: high[place] / count),
            ]
        }
        area = zip(all, all.dropFirst()).reduce(0) { sum, pair in
            sum + (pair.1.x - pair.0.x) * (pair.0.y + pair.1.y) / 2
        }
        points = Self.thinned(all)
    }

    /// The mean precision-recall curve: up to each place, from the one before it, the precision
    /// holds that stands there; nil without any.
    package init?(_ curves: [PrecisionRecallCurve]) {
        guard !curves.isEmpty else { return nil }
        let xs = Set(curves.flatMap { $0.points.map(\.recall) }).sorted()
        var heights = [Double](repeating: 0, count: xs.count)
        for curve in curves {
            var next = 1
            for (place, x) in xs.enumerated() where place > 0 {
                while next + 1 < curve.points.count, curve.points[next].recall < x { next += 1 }
                heights[place] += curve.points[next].precision / Double(curves.count)
            }
        }
        if heights.count > 1 { heights[0] = heights[1] }
        var sum = 0.0
        var kept: [Point] = []
        for (place, x) in xs.enumerated() {
            if place > 0 { sum += (x - xs[place - 1]) * heights[place] }
            let isLast = place + 1 == xs.count
            // A step goes on while its height stays.
            if place == 0 || isLast || heights[place + 1] != heights[place] {
                kept.append(Point(x: x, y: heights[place]))
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
