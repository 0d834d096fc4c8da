import Analysis
import Foundation

extension LinePlot {
    /// The script of several small plots with the same axes. Marks that several plots share are
    /// explained once, on the right.
    var panelsScript: String {
        let (grid, canvas) = gridAndCanvas
        let xAxis = xAxis.thinned(to: grid.mostXTicks)
        let yAxis = yAxis.thinned(to: grid.mostYTicks)
        var commands =
            canvas.setup(name: name, title: title, notes: noteLines) + ["set tics font ',14'"]
            + canvas.axis("x", xAxis, title: xTitle) + canvas.axis("y", yAxis, title: yTitle)
            + legendSamples(legend, canvas) + ["set multiplot"]
        let titles = titleLines(grid, canvas)
        for (index, panel) in panels.enumerated() {
            let (left, right, bottom, top) = grid.frame(index, in: canvas)
            commands += canvas.commands(
                Cell(
                    left: left, right: right, bottom: bottom, top: top, xAxis: xAxis, yAxis: yAxis,
                    showsX: grid.isBottom(index), showsY: grid.isLeft(index),
                    title: titles[index], extras: guides, layers: layers(panel, isSmall: true)))
        }
        return (commands + ["unset multiplot"]).joined(separator: "\n") + "\n"
    }

    private var gridAndCanvas: (CellGrid, Canvas) {
        var canvas = Canvas()
        canvas.left = leftWidth - 16
        canvas.right = legend.isEmpty ? 36 : 34 + legendWidth(legend)
        canvas.top += Canvas.noteHeight * Double(noteLines.count) - 6
        var grid = CellGrid(count: panels.count)
        let lines = titleLines(grid, canvas).map(\.count).max() ?? 1
        grid = CellGrid(
            count: panels.count, cellHeight: isSquare ? grid.width(in: canvas) : nil,
            titleLines: lines)
        canvas.height = Int(canvas.top + canvas.bottom + grid.height)
        return (grid, canvas)
    }

    /// The lines of the panels' titles.
    func titleLines(_ grid: CellGrid, _ canvas: Canvas) -> [[String]] {
        // Bold letters are wider.
        let one = ChartStyle.width(of: "n", size: Double(Canvas.cellTitleSize)) * 1.06
        let width = grid.width(in: canvas) + grid.gapX - 8
        return TitleLines.wrapped(
            allPanels.map(\.title), details: allPanels.map(\.detail), to: max(8, Int(width / one)))
    }

    /// One line for each mark; empty if each panel has one line, which its title names.
    var legend: [Line] {
        guard panels.contains(where: { $0.lines.count > 1 }) else { return [] }
        var seen: Set<String> = []
        return panels.flatMap(\.lines).map { lines[$0] }.filter { seen.insert($0.name).inserted }
    }

    /// The commands for the legend, one line below the other.
    func legendSamples(_ legend: [Line], _ canvas: Canvas) -> [String] {
        let x = Double(canvas.width) - canvas.right + 34
        let top = Double(canvas.height) - canvas.top - 42
        let names = names(of: legend)
        return legend.indices.flatMap { index in
            sample(
                legend[index], named: names[index], x: x, y: top - 32 * Double(index), canvas)
        }
    }
}
