import Files
import Results

/// Lines over epochs with their names at the right, in the order in which they end.
struct LinePlot {
    /// A line: a value for every epoch, with the range of the seeds where there are several.
    struct Line {
        struct Point {
            var epoch: Int
            /// Not a finite number where the line has a gap.
            var value: Double
            var range: ClosedRange<Double>?
        }

        var label: String
        var mark: HouseStyle.Mark
        var points: [Point]

        var lastFinite: Point? { points.last { $0.value.isFinite } }
        var hasRange: Bool { points.contains { $0.range != nil } }
    }

    var name: String
    var title: String
    var notes: [String]
    var yTitle: String
    var yAxis: Axis
    var lines: [Line]

    private static let labelSize = 15.0
    private static let pitch = 30.0
    private static let sample = 34.0
    private static let leader = 26.0
    /// With more lines, the bands hide more than they show.
    static let mostBands = 4

    private var lastEpoch: Int { lines.flatMap(\.points).map(\.epoch).max() ?? 1 }
    private var hasBands: Bool {
        lines.count <= Self.mostBands && lines.contains(where: \.hasRange)
    }

    /// `epoch`, then the value of every line, with the least and the greatest seed where there are several.
    var data: CSVTable {
        let header = lines.flatMap { line in
            line.hasRange
                ? [line.label, "\(line.label) (least)", "\(line.label) (greatest)"] : [line.label]
        }
        let epochs = Set(lines.flatMap { $0.points.map(\.epoch) }).sorted()
        let rows = epochs.map { epoch in
            [String(epoch)]
                + lines.flatMap { line -> [String] in
                    let point = line.points.first { $0.epoch == epoch }
                    let value = CSV.text(point?.value ?? .nan)
                    guard line.hasRange else { return [value] }
                    return [
                        value, CSV.text(point?.range?.lowerBound ?? .nan),
                        CSV.text(point?.range?.upperBound ?? .nan),
                    ]
                }
        }
        return CSVTable(header: ["epoch"] + header, rows: rows)
    }

    var script: String {
        let canvas = canvas
        let xAxis = Axis.epochs(lastEpoch)
        let lines =
            canvas.setup(name: name, title: title, notes: notes)
            + canvas.axis("x", xAxis, title: "Epoch") + canvas.axis("y", yAxis, title: yTitle)
            + labels(canvas) + [plot]
        return lines.joined(separator: "\n") + "\n"
    }

    private var canvas: Canvas {
        var canvas = Canvas()
        let widest =
            lines.map {
                HouseStyle.width(of: text(of: $0), size: Self.labelSize)
            }.max() ?? 0
        let ticks = yAxis.ticks.map { HouseStyle.width(of: $0.label, size: Self.labelSize) }
        canvas.left = max(canvas.left, 68 + (ticks.max() ?? 0))
        canvas.right = Self.leader + Self.sample + 12 + widest + 22
        canvas.top += Canvas.noteHeight * Double(notes.count)
        let needed = Self.pitch * Double(lines.count)
        canvas.height += max(0, Int((needed - canvas.plotHeight).rounded(.up)))
        return canvas
    }

    private func text(of line: Line) -> String {
        HouseStyle.shortened(line.label, to: 36) + (line.lastFinite == nil ? " (no values)" : "")
    }

    /// For every line: a leader from its end, a sample of its look, its name.
    private func labels(_ canvas: Canvas) -> [String] {
        let wishes = lines.map { line in
            line.lastFinite.map { canvas.y(yAxis.position($0.value)) } ?? canvas.bottom
        }
        let room = (canvas.bottom + 8)...(Double(canvas.height) - canvas.top + 8)
        let heights = LabelSpread.spread(wishes, pitch: Self.pitch, range: room)
        let start = Double(canvas.width) - canvas.right + Self.leader
        return zip(lines, heights).flatMap { line, height in
            let y = canvas.screenY(height)
            let color = "linecolor rgb '\(line.mark.color)'"
            var commands: [String] = []
            if let end = line.lastFinite {
                commands.append(
                    "set arrow from first \(end.epoch), first \(CSV.text(end.value)) to "
                        + "\(canvas.screenX(start)), \(y) nohead back linewidth 1.5 dashtype (2,5) \(color)"
                )
            }
            commands += [
                "set arrow from \(canvas.screenX(start)), \(y) to "
                    + "\(canvas.screenX(start + Self.sample)), \(y) nohead linewidth 3 "
                    + "dashtype \(line.mark.dash) \(color)",
                "set label '' at \(canvas.screenX(start + Self.sample / 2)), \(y) "
                    + "point pointtype \(line.mark.point) pointsize 1.6 \(color)",
                "set label \(Canvas.quoted(text(of: line))) at "
                    + "\(canvas.screenX(start + Self.sample + 12)), \(y) left "
                    + "font '\(HouseStyle.font),\(Int(Self.labelSize))' "
                    + "textcolor rgb '\(HouseStyle.text)'",
            ]
            return commands
        }
    }

    private var plot: String {
        var layers: [String] = []
        var column = 2
        var curves: [String] = []
        for (index, line) in lines.enumerated() {
            let columns = column
            column += line.hasRange ? 3 : 1
            if hasBands, line.hasRange { layers.append(band(line, columns)) }
            curves.append(curve(line, columns, index))
        }
        return "plot \\\n    " + (layers + curves).joined(separator: ", \\\n    ")
    }

    private func band(_ line: Line, _ column: Int) -> String {
        let source = "'\(name).csv' skip 1 using 1:"
        if lastEpoch == 1 {
            return source + "\(column):\(column + 1):\(column + 2) with yerrorbars "
                + "pointtype \(line.mark.point) pointsize 0 linewidth 2 "
                + "linecolor rgb '\(line.mark.color)'"
        }
        return source + "\(column + 1):\(column + 2) with filledcurves "
            + "fillcolor rgb '\(line.mark.color)' fillstyle transparent solid 0.14 noborder"
    }

    /// Points on every epoch while there are few; else on some, at other epochs for each line.
    private func curve(_ line: Line, _ column: Int, _ index: Int) -> String {
        let source = "'\(name).csv' skip 1 using 1:\(column) with linespoints "
        let every = lastEpoch <= 20 ? 1 : lastEpoch / 10
        return source + "linewidth 3 dashtype \(line.mark.dash) pointtype \(line.mark.point) "
            + "pointsize \(every == 1 ? "1.6" : "1.3") pointinterval \(every) "
            + "linecolor rgb '\(line.mark.color)'"
    }
}

/// Numbers for gnuplot.
enum CSV {
    static func text(_ value: Double) -> String {
        value.isFinite ? CSVTable.text(of: value) : "nan"
    }
}
