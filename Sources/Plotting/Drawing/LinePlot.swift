import Analysis
import Files
import Results

/// A chart of lines: one plot with the names on the right, in the order of the lines' ends, or
/// several small plots.
struct LinePlot {
    /// A line with the range of the seeds if there are several.
    struct Line {
        /// A point of a line.
        struct Point {
            var x: Double
            /// The value; not a finite number if the line has a gap.
            var value: Double
            /// The range over the seeds; nil for one seed.
            var range: ClosedRange<Double>?
        }

        /// The line's name in the data, unique among the lines.
        var label: String
        /// The name beside the line; nil: the label.
        var shortLabel: String?
        /// A text after the name that is never shortened, such as a value.
        var detail = ""
        var mark: ChartStyle.Mark
        var points: [Point]

        var lastFinite: Point? { points.last { $0.value.isFinite } }
        var hasRange: Bool { points.contains { $0.range != nil } }
        var name: String { shortLabel ?? label }
    }

    /// A plot of some of the lines.
    struct Panel {
        /// The title; its parts are separated by ` / `.
        var title = ""
        /// A text after the title that is never shortened, such as a value.
        var detail = ""
        /// The indices of the lines.
        var lines: [Int]
        /// The indices of the gray lines behind them.
        var behind: [Int] = []
    }

    /// The connection of the points.
    enum Form: Hashable {
        /// Straight lines; all points have marks if they are few.
        case marked
        /// Straight lines with a few marks.
        case plain
        /// Steps with a few marks; a value applies from the previous point up to its own.
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
    /// The plots; empty: one plot with all lines.
    var panels: [Panel] = []
    var form = Form.marked
    /// The name of the table's first column if all lines have the same x values, such as epochs;
    /// nil if each line has its own.
    var sharedColumn: String? = "epoch"
    /// The names of the table's columns if each line has its own x values.
    var columns = (x: "x", y: "y")
    /// The column of the values, from 1, if each line has its own x values.
    var longColumn = 2
    /// Commands for arrows and labels in every panel.
    var guides: [String] = []
    /// Whether plots are as high as wide, for axes with the same quantity or range.
    var isSquare = false

    static let labelSize = 15.0
    /// The largest number of lines with bands; more bands would hide each other.
    static let mostBands = 4

    var noteLines: [String] { Canvas.lines(of: notes) }
    var isSingle: Bool { panels.count <= 1 }
    var allPanels: [Panel] { panels.isEmpty ? [Panel(lines: Array(lines.indices))] : panels }
    /// Whether a panel's lines have bands.
    func hasBands(_ panel: Panel) -> Bool {
        panel.lines.count <= Self.mostBands && panel.lines.contains { lines[$0].hasRange }
    }
    var hasBands: Bool { allPanels.contains(where: hasBands) }

    var data: CSVTable { sharedColumn.map(wideData) ?? longData }

    /// The table with a row for each x value: the value of every line, with the smallest and the
    /// largest value over the seeds if there are several.
    private func wideData(_ column: String) -> CSVTable {
        let header = lines.flatMap { line in
            line.hasRange
                ? [line.label, "\(line.label) (least)", "\(line.label) (greatest)"] : [line.label]
        }
        let positions = Set(lines.flatMap { $0.points.map(\.x) }).sorted()
        let byPosition = lines.map { line in
            Dictionary(line.points.map { ($0.x, $0) }, uniquingKeysWith: { first, _ in first })
        }
        let rows = positions.map { x in
            [CSV.text(x)]
                + zip(lines, byPosition).flatMap { line, points -> [String] in
                    let point = points[x]
                    let value = CSV.text(point?.value ?? .nan)
                    guard line.hasRange else { return [value] }
                    return [
                        value, CSV.text(point?.range?.lowerBound ?? .nan),
                        CSV.text(point?.range?.upperBound ?? .nan),
                    ]
                }
        }
        return CSVTable(header: [column] + header.map(CSV.name), rows: rows)
    }

    /// The table with a row for every point, line after line.
    private var longData: CSVTable {
        CSVTable(
            header: [columns.x, columns.y, "line"],
            rows: lines.flatMap { line in
                line.points.map { [CSV.short($0.x), CSV.short($0.value), CSV.name(line.label)] }
            })
    }

    /// The rows of a line's points in the data, for gnuplot, and the columns of x and of the value.
    func source(_ index: Int) -> (file: String, x: Int, y: Int) {
        guard sharedColumn == nil else {
            let before = lines[..<index].reduce(0) { $0 + ($1.hasRange ? 3 : 1) }
            return ("'\(name).csv' skip 1", 1, 2 + before)
        }
        let start = lines[..<index].reduce(0) { $0 + $1.points.count }
        let end = start + lines[index].points.count - 1
        return ("'\(name).csv' skip 1 every ::\(start)::\(end)", 1, longColumn)
    }

    var script: String { isSingle ? singleScript : panelsScript }
    var drawing: Drawing { Drawing(data: data, script: script) }
}

/// The fields of data for gnuplot.
///
/// gnuplot reads neither a comma nor a doubled quote in a text correctly, so the columns that it
/// reads contain numbers, and are before all columns with texts.
enum CSV {
    /// A text in one line; gnuplot would read a line break in quotes as the end of the row.
    static func name(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .joined(separator: " ")
    }

    /// The number in full precision; `nan` if it is not finite.
    static func text(_ value: Double) -> String {
        value.isFinite ? CSVTable.text(of: value) : "nan"
    }

    /// The number with six digits after the decimal point, finer than a pixel of a curve from 0 to
    /// 1.
    static func short(_ value: Double) -> String {
        let scaled = (value * 1e6).rounded()
        return abs(scaled) < 1e15 ? text(scaled / 1e6) : text(value)
    }
}
