import Analysis
import Evaluation
import Files
import Results
import Terminal

/// A chart with a row for each group, sorted from the best on: its seeds, their mean, an interval
/// and the mean as text.
struct DotPlot {
    /// The values of a group.
    struct Row {
        var group: TrialGroup
        var mark: ChartStyle.Mark
        var seeds: [(seed: UInt64, value: Double)]
        var mean: Double
        var interval: ClosedRange<Double>?
        /// The text on the right of the row.
        var valueText: String

        var values: [Double] {
            seeds.map(\.value) + [interval?.lowerBound ?? mean, interval?.upperBound ?? mean]
        }
    }

    var name: String
    var title: String
    var notes: [String]
    var xTitle: String
    var xAxis: Axis
    /// The name of the values' column in the data.
    var column: String
    /// The rows, sorted from the top.
    var rows: [Row]
    /// The value of a dashed line; nil: no line.
    var guide: Double?

    /// The largest number of rows that are drawn; the data has all.
    static let mostRows = 40
    /// The largest number of rows that are drawn far apart.
    static let fewRows = 12

    static func sorted(_ rows: [Row]) -> [Row] {
        rows.sorted { ($0.mean, $1.group.index) > ($1.mean, $0.group.index) }
    }

    /// A row for every trial; `row` counts from the top.
    var data: CSVTable {
        CSVTable(
            header: ["row", "seed", column, "mean", "low", "high", "group"],
            rows: rows.enumerated().flatMap { index, row in
                row.seeds.map { seed in
                    [
                        String(index + 1), String(seed.seed), CSV.text(seed.value),
                        CSV.text(row.mean), CSV.text(row.interval?.lowerBound ?? row.mean),
                        CSV.text(row.interval?.upperBound ?? row.mean),
                        CSV.name(row.group.label),
                    ]
                }
            })
    }

    private var shown: [Row] { Array(rows.prefix(Self.mostRows)) }

    var script: String {
        var notes = notes
        if rows.count > shown.count {
            notes.append("Shown: the \(shown.count) highest of \(Formatting.count(rows.count)).")
        }
        let labels = ShortNames.fitted(shown.map(\.group.label), to: 38)
        var canvas = Canvas()
        canvas.left = 44 + (labels.map { ChartStyle.width(of: $0, size: 16) }.max() ?? 0)
        let widest = shown.map { ChartStyle.width(of: $0.valueText, size: 16) }.max() ?? 0
        canvas.right = max(170, 28 + widest)
        notes = Canvas.lines(of: notes)
        canvas.top += Canvas.noteHeight * Double(notes.count)
        let pitch = shown.count > Self.fewRows ? 34.0 : 56
        let height = canvas.top + canvas.bottom + pitch * Double(shown.count) + 30
        canvas.height = max(380, Int(height))
        let yAxis = Axis(
            lower: Double(shown.count) + 0.6, upper: 0.4,
            ticks: labels.enumerated().map { Axis.Tick(value: Double($0 + 1), label: $1) })
        var lines = canvas.setup(name: name, title: title, notes: notes)
        lines += canvas.axis("x", xAxis, title: xTitle)
        lines += canvas.axis("y", yAxis, title: nil)
        lines += ["set grid noytics", "set bars 0.6"]
        if let guide {
            let x = CSV.text(guide)
            lines.append(
                "set arrow from first \(x), graph 0 to first \(x), graph 1 nohead back linewidth 2 "
                    + "dashtype (8,6) linecolor rgb '\(ChartStyle.faint)'")
        }
        lines += valueLabels(canvas)
        let layers = shown.enumerated().flatMap { marks($0 + 1, $1) }
        return (lines + ["plot \\\n    " + layers.joined(separator: ", \\\n    ")])
            .joined(separator: "\n") + "\n"
    }

    private func valueLabels(_ canvas: Canvas) -> [String] {
        shown.enumerated().map { index, row in
            "set label \(GnuplotText.quoted(row.valueText)) at "
                + "\(canvas.screenX(Double(canvas.width) - canvas.right + 16)), first \(index + 1) "
                + "left textcolor rgb '\(ChartStyle.text)'"
        }
    }

    /// The interval, the mean and, if there are several, the seeds of one row.
    private func marks(_ number: Int, _ row: Row) -> [String] {
        let mark = row.mark
        let style = "pointtype \(mark.point) linecolor rgb "
        func source(_ x: Int, _ y: String) -> String {
            "'\(name).csv' skip 1 using ($1 == \(number) ? $\(x) : NaN):\(y)"
        }
        var layers = [
            source(4, "1:5:6")
                + " with xerrorbars \(style)'\(mark.color)' pointsize 2.2 linewidth 2.5"
        ]
        if row.seeds.count > 1 {
            layers.append(
                source(3, "($1 + 0.27)")
                    + " with points \(style)'#40\(mark.color.dropFirst())' pointsize 1.3")
        }
        return layers
    }
}
