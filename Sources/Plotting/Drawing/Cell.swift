import Analysis

/// One of several plots on a page: its position, in pixels from the lower left corner, and its
/// content.
struct Cell {
    var left: Double
    var right: Double
    var bottom: Double
    var top: Double
    var xAxis: Axis
    var yAxis: Axis
    /// Whether the ticks of the horizontal axis have labels.
    var showsX = true
    /// Whether the ticks of the vertical axis have labels.
    var showsY = true
    /// The lines above the plot.
    var title: [String] = []
    /// Commands of this cell only, such as arrows.
    var extras: [String] = []
    /// The elements of gnuplot's `plot` command.
    var layers: [String]
}

extension Canvas {
    static let cellTitleSize = 14

    /// The commands for a cell. Labels and arrows that were set before are drawn with it and are
    /// unset after it.
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

/// Cells of equal size in rows, inside the margins of a canvas.
struct CellGrid {
    let columns: Int
    let count: Int
    let cellHeight: Double
    /// The number of lines of the longest title.
    let titleLines: Int
    let gapX = 30.0

    /// Creates a grid with as many columns as keep the cells readable.
    init(count: Int, cellHeight: Double? = nil, titleLines: Int = 1) {
        self.count = count
        self.titleLines = titleLines
        columns = count <= 4 ? min(2, count) : count <= 9 ? 3 : 4
        self.cellHeight = cellHeight ?? (columns <= 2 ? 250 : columns == 3 ? 195 : 160)
    }

    private var gapY: Double { titleHeight + 22 }
    /// The height of the titles above the cells of a row.
    var titleHeight: Double { 7 + 23 * Double(titleLines) }

    var rows: Int { (count + columns - 1) / columns }
    /// The height of all rows, with the gaps between them.
    var height: Double { Double(rows) * cellHeight + Double(rows - 1) * gapY + titleHeight }
    /// The largest number of ticks below a cell.
    var mostXTicks: Int { columns <= 2 ? 8 : columns == 3 ? 6 : 5 }
    var mostYTicks: Int { Int(cellHeight / 30) }

    /// The width of a cell.
    func width(in canvas: Canvas) -> Double {
        (Double(canvas.width) - canvas.left - canvas.right - gapX * Double(columns - 1))
            / Double(columns)
    }

    /// The left, right, bottom and top edge of a cell.
    func frame(_ index: Int, in canvas: Canvas) -> (Double, Double, Double, Double) {
        let width = width(in: canvas)
        let left = canvas.left + Double(index % columns) * (width + gapX)
        let top =
            Double(canvas.height) - canvas.top - titleHeight
            - Double(index / columns) * (cellHeight + gapY)
        return (left, left + width, top - cellHeight, top)
    }

    /// Whether a cell is in the first column.
    func isLeft(_ index: Int) -> Bool { index % columns == 0 }
    /// Whether there is no cell below a cell.
    func isBottom(_ index: Int) -> Bool { index + columns >= count }
}
