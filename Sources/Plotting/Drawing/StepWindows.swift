/// Windows of consecutive steps of equal length, whose means a chart shows as points.
struct StepWindows {
    /// The largest number of points of a line; more could not be distinguished.
    private static let mostPoints = 60

    /// The number of steps in a window.
    let length: Int

    /// - Parameter longest: the number of steps of the longest line.
    init(longest: Int) { length = max(1, (longest + Self.mostPoints - 1) / Self.mostPoints) }

    /// The windows of the given steps; the last one may be shorter.
    func parts<Row>(of rows: [Row]) -> [ArraySlice<Row>] {
        stride(from: 0, to: rows.count, by: length).map {
            rows[$0..<min($0 + length, rows.count)]
        }
    }
}
