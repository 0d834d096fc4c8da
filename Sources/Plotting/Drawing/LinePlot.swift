import Files
import Results

/// Lines over a quantity: in one plot with their names at the right, in the order in which they
/// end, or in several small plots.
struct LinePlot {
    /// A line: values with the range of the seeds where there are several.
    struct Line {
        struct Point {
            var x: Double
            /// Not a finite number where the line has a gap.
            var value: Double
            var range: ClosedRange<Double>?
        }

        /// Unique among the lines: its column's head in the data.
        var label: String
        /// Its name beside the line; nil: the label.
        var shortLabel: String?
        var mark: ChartStyle.Mark
        var points: [Point]

        var lastFinite: Point? { points.last { $0.value.isFinite } }
        var hasRange: Bool { points.contains { $0.range != nil } }
        var name: String { shortLabel ?? label }
    }

    /// A plot of some of the lines, by their places, with others in gray behind them.
    struct Panel {
        var title = ""
        var lines: [Int]
        var behind: [Int] = []
    }

    /// How points are joined.
    enum Form: Hashable {
        /// By straight lines, with marks on all points of few.
        case marked
        /// By straight lines, with a few marks on many points.
        case plain
        /// A value holds from the point before up to its own; a few marks.
        case steps
    }

    var name: String
    var title: String
    var notes: [String]
    var xTitle = "Epoch"
    var xAxis: Axis
    var yTitle: String
    var yAxis: Axis
    var lines: [Line]
    /// Empty: one with all lines.
    var panels: [Panel] = []
    var form = Form.marked
    /// The head of the table's first column where all lines have the same places, as epochs; nil
    /// where each has its own.
    var sharedColumn: String? = "epoch"
    /// Heads of the table's columns where each line has its own places.
    var columns = (x: "x", y: "y")
    /// Where the values stand in the data, where each line has its own places.
    var longColumn = 3
    /// Commands for arrows and labels in every panel.
    var guides: [String] = []

    static let labelSize = 15.0
    /// With more lines, the bands hide more than they show.
    static let mostBands = 4

    var isSingle: Bool { panels.count <= 1 }
    var allPanels: [Panel] { panels.isEmpty ? [Panel(lines: Array(lines.indices))] : panels }
    /// Whether a panel's lines have bands.
    func hasBands(_ panel: Panel) -> Bool {
        panel.lines.count <= Self.mostBands && panel.lines.contains { lines[$0].hasRange }
    }
    var hasBands: Bool { allPanels.contains(where: hasBands) }

    var data: CSVTable { sharedColumn.map(wideData) ?? longData }

    /// The place, then the value of every line, with the least and the greatest seed where there
    /// are several.
    private func wideData(_ column: String) -> CSVTable {
        let header = lines.flatMap { line in
            line.hasRange
                ? [line.label, "\(line.label) (least)", "\(line.label) (greatest)"] : [line.label]
        }
        let places = Set(lines.flatMap { $0.points.map(\.x) }).sorted()
        let byPlace = lines.map { line in
            Dictionary(line.points.map { ($0.x, $0) }, uniquingKeysWith: { first, _ in first })
        }
        let rows = places.map { x in
            [CSV.text(x)]
                + zip(lines, byPlace).flatMap { line, points -> [String] in
                    let point = points[x]
                    let value = CSV.text(point?.value ?? .nan)
                    guard line.hasRange else { return [value] }
                    return [
                        value, CSV.text(point?.range?.lowerBound ?? .nan),
                        CSV.text(point?.range?.upperBound ?? .nan),
                    ]
                }
        }
        return CSVTable(header: [column] + header, rows: rows)
    }

    /// A row for every point, line after line.
    private var longData: CSVTable {
        CSVTable(
            header: ["line", columns.x, columns.y],
            rows: lines.flatMap { line in
                line.points.map { [line.label, CSV.short($0.x), CSV.short($0.value)] }
            })
    }

    /// Where a line's points stand in the data, for gnuplot, with their columns.
    func source(_ index: Int) -> (file: String, x: Int, y: Int) {
        guard sharedColumn == nil else {
            let before = lines[..<index].reduce(0) { $0 + ($1.hasRange ? 3 : 1) }
            return ("'\(name).csv' skip 1", 1, 2 + before)
        }
        let start = lines[..<index].reduce(0) { $0 + $1.points.count }
        let end = start + lines[index].points.count - 1
        return ("'\(name).csv' skip 1 every ::\(start)::\(end)", 2, longColumn)
    }

    var script: String { isSingle ? singleScript : panelsScript }
    var drawing: Drawing { Drawing(data: data, script: script) }
}

/// Numbers for gnuplot.
enum CSV {
    static func text(_ value: Double) -> String {
        value.isFinite ? CSVTable.text(of: value) : "nan"
    }

    /// To six digits behind the point: finer than a pixel of a curve from 0 to 1.
    static func short(_ value: Double) -> String {
        let scaled = (value * 1e6).rounded()
        return abs(scaled) < 1e15 ? text(scaled / 1e6) : text(value)
    }
}
