import Results

/// Lines by epoch, labelled at their ends up to eight, with a legend beyond.
struct EpochDrawing {
    private let info: ChartInfo
    private let axisTitle: String
    private let series: [EpochSeries]
    private let scale: Scale
    private let lastEpoch: Int
    private var canvas = Canvas()

    init(info: ChartInfo, axisTitle: String, series: [EpochSeries], scale: Scale) {
        self.info = info
        self.axisTitle = axisTitle
        self.series = series
        self.scale = scale
        lastEpoch = series.map(\.lastEpoch).max() ?? 1
        let widest = series.map { Canvas.width(of: Self.text($0)) }.max() ?? 0
        canvas.right = widest + (isDirect ? 70 : 130)
        let needed = Double(series.count) * Canvas.lineHeight
        canvas.height = max(canvas.height, isDirect ? 0 : needed + canvas.top + canvas.bottom)
    }

    private var isDirect: Bool { series.count <= GroupStyle.colorCount }

    private static func text(_ series: EpochSeries) -> String {
        Canvas.shortened(series.label, to: series.end == nil ? 24 : 36)
            + (series.end == nil ? " (not finite)" : "")
    }

    var drawing: Drawing { Drawing(data: data, script: script) }

    /// A row for every epoch; for every line its mean, smallest and largest value.
    private var data: CSVTable {
        let header = series.flatMap { [$0.label, "\($0.label) min", "\($0.label) max"] }
        let points = series.map { line in
            Dictionary(line.points.map { ($0.epoch, $0) }, uniquingKeysWith: { $1 })
        }
        let rows = (1...max(lastEpoch, 1)).map { epoch in
            [String(epoch)]
                + points.flatMap { points in
                    let point = points[epoch]
                    return [point?.mean, point?.low, point?.high].map(Self.field)
                }
        }
        return CSVTable(header: ["epoch"] + header, rows: rows)
    }

    private static func field(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "NaN" }
        return CSVTable.text(of: value)
    }

    private var script: String {
        let ticks = Scale.epochTicks(lastEpoch).map(String.init).joined(separator: ", ")
        let pad = lastEpoch == 1 ? 0.5 : 0.015 * Double(lastEpoch - 1)
        let range = [1 - pad, Double(lastEpoch) + pad].map(Gnuplot.number)
        let axes = [
            "set xlabel 'Epoch'",
            "set label 100 \(Gnuplot.quoted(axisTitle)) at screen 0.022, graph 0.5 center rotate by 90",
            "set xrange [\(range.joined(separator: ":"))]",
            "set xtics (\(ticks))",
            "set grid ytics lt 1 lw 1 lc rgb '#DDDDDD'",
        ]
        let lines = canvas.header(info) + axes + scale.commands("y") + labels
        return lines.joined(separator: "\n") + "\nplot " + clauses.joined(separator: ", \\\n    ")
            + "\n"
    }

    private var labels: [String] {
        guard isDirect else {
            return ["set key at graph 1.02, graph 1 left top Left reverse samplen 2 spacing 1.1"]
        }
        let wanted = series.map { line in line.end.map { scale.fraction($0.mean) } ?? 0 }
        let places = LabelSpread.places(wanted, gap: Canvas.lineHeight / canvas.plotHeight)
        let labels = series.indices.flatMap { index in
            label(index, from: wanted[index], to: places[index])
        }
        return ["unset key"] + labels
    }

    /// A line's name in its colour, and a thin rule to it from the line's end.
    private func label(_ index: Int, from start: Double, to place: Double) -> [String] {
        let line = series[index]
        let number = Gnuplot.number
        let text =
            "set label \(index + 2) \(Gnuplot.quoted(Self.text(line))) at graph 1.035, "
            + "graph \(number(place)) left textcolor rgb '\(line.style.ink)'"
        guard let end = line.end else { return [text] }
        return [
            text,
            "set arrow \(index + 2) from first \(end.epoch), graph \(number(start)) "
                + "to graph 1.028, graph \(number(place)) nohead lw 1 lc rgb '\(line.style.color)'",
        ]
    }

    private var clauses: [String] {
        let bands = series.indices.filter { series[$0].hasBand && lastEpoch > 1 }.map { index in
            "\(file) using 1:\(3 * index + 3):\(3 * index + 4) with filledcurves notitle "
                + "lc rgb '\(series[index].style.color)' fs transparent solid 0.15 noborder"
        }
        return bands + series.indices.map(clause)
    }

    private func clause(_ index: Int) -> String {
        let line = series[index]
        let kind = lastEpoch == 1 ? "points" : lastEpoch <= 20 ? "linespoints" : "lines"
        let dash = kind == "points" ? "" : " dt \(line.style.dash)"
        let point = kind == "lines" ? "" : " pt \(line.style.point) ps 1.2"
        return "\(file) using 1:\(3 * index + 2) with \(kind) lw 3 lc rgb '\(line.style.color)'"
            + "\(dash)\(point) title \(Gnuplot.quoted(Self.text(line)))"
    }

    private var file: String { "'\(info.name).csv' every ::1" }
}
