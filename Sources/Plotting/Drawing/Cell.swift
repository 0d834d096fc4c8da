/// One of several plots on a page: where it stands, in pixels from the lower left corner, and what
/// is in it.
struct Cell {
    var left: Double
    var right: Double
    var bottom: Double
    var top: Double
    var xAxis: Axis
    var yAxis: Axis
    /// Whether the numbers of an axis stand beside it; else there are ticks alone.
    var showsX = true
    var showsY = true
    /// One or two lines above it.
    var title: [String] = []
    /// Commands of this cell alone, such as arrows.
    var extras: [String] = []
    /// What gnuplot's `plot` draws.
    var layers: [String]
}

extension Canvas {
    static let cellTitleSize = 14

    /// A cell's commands; labels and arrows that were set before are drawn with it and gone after
    /// it.
    func commands(_ cell: Cell) -> [String] {
        func bare(_ axis: Axis) -> Axis {
            var axis = axis
            axis.ticks = axis.ticks.map { Axis.Tick(value: $0.value, label: "") }
            return axis
        }
        var lines = [
            "unset logscale",
            "set lmargin at \(screenX(cell.left))", "set rmargin at \(screenX(cell.right))",
            "set tmargin at \(screenY(cell.top))", "set bmargin at \(screenY(cell.bottom))",
        ]
        lines += axis("x", cell.showsX ? cell.xAxis : bare(cell.xAxis), title: nil)
        lines += axis("y", cell.showsY ? cell.yAxis : bare(cell.yAxis), title: nil)
        for (index, text) in cell.title.reversed().enumerated() {
            lines.append(
                "set label \(GnuplotText.quoted(text)) at \(screenX(cell.left)), "
                    + "\(screenY(cell.top + 17 + 23 * Double(index))) left font '\(ChartStyle.font) Bold,\(Self.cellTitleSize)' "
                    + "textcolor rgb '\(ChartStyle.text)'")
        }
        lines += cell.extras
        lines.append("plot \\\n    " + cell.layers.joined(separator: ", \\\n    "))
        return lines + ["unset label", "unset arrow"]
    }
}

/// Cells of one size in rows, inside a canvas's margins.
struct CellGrid {
    let columns: Int
    let count: Int
    let cellHeight: Double
    /// Of the titles, as many as the longest has.
    let titleLines: Int
    let gapX = 30.0

    /// As many columns as keep cells readable.
    init(count: Int, cellHeight: Double? = nil, titleLines: Int = 1) {
        self.count = count
        self.titleLines = titleLines
        columns = count <= 4 ? min(2, count) : count <= 9 ? 3 : 4
        self.cellHeight = cellHeight ?? (columns <= 2 ? 250 : columns == 3 ? 195 : 160)
    }

    private var gapY: Double { titleHeight + 22 }
    /// Above the cells of a row.
    var titleHeight: Double { 7 + 23 * Double(titleLines) }

    var rows: Int { (count + columns - 1) / columns }
    /// Of all rows, with the gaps between them.
    var height: Double { Double(rows) * cellHeight + Double(rows - 1) * gapY + titleHeight }
    /// How many ticks fit below a cell.
    var mostXTicks: Int { columns <= 2 ? 8 : columns == 3 ? 6 : 5 }
    var mostYTicks: Int { Int(cellHeight / 30) }

    /// A cell's left, right, bottom and top.
    func frame(_ index: Int, in canvas: Canvas) -> (Double, Double, Double, Double) {
        let width =
            (Double(canvas.width) - canvas.left - canvas.right - gapX * Double(columns - 1))
            / Double(columns)
        let left = canvas.left + Double(index % columns) * (width + gapX)
        let top =
            Double(canvas.height) - canvas.top - titleHeight
            - Double(index / columns) * (cellHeight + gapY)
        return (left, left + width, top - cellHeight, top)
    }

    func isLeft(_ index: Int) -> Bool { index % columns == 0 }
    /// With no cell below it.
    func isBottom(_ index: Int) -> Bool { index + columns >= count }
}
