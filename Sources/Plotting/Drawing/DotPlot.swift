import Evaluation
import Files
import Results
import Terminal

/// A row for each group, from the best on: its seeds, their mean, an interval, and the mean in
/// figures.
struct DotPlot {
    struct Row {
        var group: TrialGroup
        var mark: ChartStyle.Mark
        var seeds: [(seed: UInt64, value: Double)]
        var mean: Double
        var interval: ClosedRange<Double>?
        /// At the right.
        var figures: String

        var values: [Double] {
            seeds.map(\.value) + [interval?.lowerBound ?? mean, interval?.upperBound ?? mean]
        }
    }

    var name: String
    var title: String
    var notes: [String]
    var xTitle: String
    var xAxis: Axis
    /// The head of the values in the data.
    var column: String
    /// Sorted.
    var rows: [Row]
    /// Where a dashed line stands.
    var guide: Double?

    /// More rows than this are in the data alone.
    static let mostRows = 40
    static let fewRows = 12

    static func sorted(_ rows: [Row]) -> [Row] {
        rows.sorted { ($0.mean, $1.group.index) > ($1.mean, $0.group.index) }
    }

    /// A row for every trial; `row` counts from the top.
    var data: CSVTable {
        CSVTable(
            header: ["row", "group", "seed", column, "mean", "low", "high"],
            rows: rows.enumerated().flatMap { index, row in
                row.seeds.map { seed in
                    [
                        String(index + 1), row.group.label, String(seed.seed),
                        CSV.text(seed.value), CSV.text(row.mean),
                        CSV.text(row.interval?.lowerBound ?? row.mean),
                        CSV.text(row.interval?.upperBound ?? row.mean),
                    ]
                }
            })
    }

    private var shown: [Row] { Array(rows.prefix(Self.mostRows)) }

    var script: String {
        var notes = notes
        if rows.count > shown.count {
            notes.append("The \(shown.count) highest of \(Formatting.count(rows.count)).")
        }
        let labels = shown.map { ChartStyle.shortened($0.group.label, to: 38) }
        var canvas = Canvas()
        canvas.left = 44 + (labels.map { ChartStyle.width(of: $0, size: 16) }.max() ?? 0)
        let widest = shown.map { ChartStyle.width(of: $0.figures, size: 16) }.max() ?? 0
        canvas.right = max(170, 28 + widest)
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
        lines += figures(canvas)
        let layers = shown.enumerated().flatMap { marks($0 + 1, $1) }
        return (lines + ["plot \\\n    " + layers.joined(separator: ", \\\n    ")])
            .joined(separator: "\n") + "\n"
    }

    private func figures(_ canvas: Canvas) -> [String] {
        shown.enumerated().map { index, row in
            "set label \(GnuplotText.quoted(row.figures)) at "
                + "\(canvas.screenX(Double(canvas.width) - canvas.right + 16)), first \(index + 1) "
                + "left textcolor rgb '\(ChartStyle.text)'"
        }
    }

    /// The interval, the mean and, where there are several, the seeds of one row.
    private func marks(_ number: Int, _ row: Row) -> [String] {
        let mark = row.mark
        let look = "pointtype \(mark.point) linecolor rgb "
        func source(_ x: Int, _ y: String) -> String {
            "'\(name).csv' skip 1 using ($1 == \(number) ? $\(x) : NaN):\(y)"
        }
        var layers = [
            source(5, "1:6:7")
                + " with xerrorbars \(look)'\(mark.color)' pointsize 2.2 linewidth 2.5"
        ]
        if row.seeds.count > 1 {
            layers.append(
                source(4, "($1 + 0.27)")
                    + " with points \(look)'#40\(mark.color.dropFirst())' pointsize 1.3")
        }
        return layers
    }
}
