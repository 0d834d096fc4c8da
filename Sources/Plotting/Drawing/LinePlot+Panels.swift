import Foundation

extension LinePlot {
    /// The script of several small plots with the same axes. Marks that several plots share are
    /// explained once, on the right.
    var panelsScript: String {
        let (grid, canvas) = gridAndCanvas
        let xAxis = xAxis.thinned(to: grid.mostXTicks)
        let yAxis = yAxis.thinned(to: grid.mostYTicks)
        var commands =
            canvas.setup(name: name, title: title, notes: notes) + ["set tics font ',14'"]
            + canvas.axis("x", xAxis, title: xTitle) + canvas.axis("y", yAxis, title: yTitle)
            + legendSamples(legend, canvas) + ["set multiplot"]
        for (index, panel) in panels.enumerated() {
            let (left, right, bottom, top) = grid.frame(index, in: canvas)
            commands += canvas.commands(
                Cell(
                    left: left, right: right, bottom: bottom, top: top, xAxis: xAxis, yAxis: yAxis,
                    showsX: grid.isBottom(index), showsY: grid.isLeft(index),
                    title: fitted(panel.title, right - left + grid.gapX - 8), extras: guides,
                    layers: layers(panel, isSmall: true)))
        }
        return (commands + ["unset multiplot"]).joined(separator: "\n") + "\n"
    }

    private var gridAndCanvas: (CellGrid, Canvas) {
        var canvas = Canvas()
        canvas.left = leftWidth - 16
        canvas.right = legend.isEmpty ? 36 : 34 + legendWidth(legend)
        canvas.top += Canvas.noteHeight * Double(notes.count) - 6
        var grid = CellGrid(count: panels.count)
        let (left, right, _, _) = grid.frame(0, in: canvas)
        let lines = panels.map { fitted($0.title, right - left + grid.gapX - 8).count }
        grid = CellGrid(count: panels.count, titleLines: lines.max() ?? 1)
        canvas.height = Int(canvas.top + canvas.bottom + grid.height)
        return (grid, canvas)
    }

    /// A panel's title for a width in pixels: in two lines if it is too long and has two parts, and
    /// shortened if a line is still too long.
    func fitted(_ title: String, _ width: Double) -> [String] {
        // Bold letters are wider.
        let one = ChartStyle.width(of: "n", size: Double(Canvas.cellTitleSize)) * 1.06
        let most = max(8, Int(width / one))
        var parts = [title]
        if title.count > most, let slash = title.range(of: " / ", options: .backwards) {
            parts = [String(title[..<slash.lowerBound]), String(title[slash.upperBound...])]
        }
        return parts.filter { !$0.isEmpty }.map { ChartStyle.shortened($0, to: most) }
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
        return legend.enumerated().flatMap { index, line in
            sample(line, x: x, y: top - 32 * Double(index), canvas)
        }
    }
}
