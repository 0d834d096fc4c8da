/// Many steps as few points: rows one after another, as many in each window, for charts of their
/// means.
struct StepWindows {
    /// More points than this are not seen.
    private static let mostPoints = 60

    /// Rows in a window.
    let length: Int

    /// - Parameter longest: rows of the longest line.
    init(longest: Int) { length = max(1, (longest + Self.mostPoints - 1) / Self.mostPoints) }

    /// The last may be shorter.
    func parts<Row>(of rows: [Row]) -> [ArraySlice<Row>] {
        stride(from: 0, to: rows.count, by: length).map {
            rows[$0..<min($0 + length, rows.count)]
        }
    }
}
