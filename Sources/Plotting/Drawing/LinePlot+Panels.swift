import Foundation

extension LinePlot {
    /// Several small plots with the same axes. Looks that several of them share are explained once,
    /// at the right.
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
        canvas.left = leftRoom - 16
        canvas.right = legend.isEmpty ? 36 : 34 + sampleRoom(legend)
        canvas.top += Canvas.noteHeight * Double(notes.count) - 6
        var grid = CellGrid(count: panels.count)
        let (left, right, _, _) = grid.frame(0, in: canvas)
        let lines = panels.map { fitted($0.title, right - left + grid.gapX - 8).count }
        grid = CellGrid(count: panels.count, titleLines: lines.max() ?? 1)
        canvas.height = Int(canvas.top + canvas.bottom + grid.height)
        return (grid, canvas)
    }

    /// A panel's title in its room in pixels: in two lines where it has two parts, cut where it has
    /// not.
    func fitted(_ title: String, _ room: Double) -> [String] {
        // Bold letters are wide.
        let one = ChartStyle.width(of: "n", size: Double(Canvas.cellTitleSize)) * 1.06
        let most = max(8, Int(room / one))
        var parts = [title]
        if title.count > most, let cut = title.range(of: " / ", options: .backwards) {
            parts = [String(title[..<cut.lowerBound]), String(title[cut.upperBound...])]
        }
        return parts.filter { !$0.isEmpty }.map { ChartStyle.shortened($0, to: most) }
    }

    /// A line for every look; none where each panel has one line, for its title names it.
    var legend: [Line] {
        guard panels.contains(where: { $0.lines.count > 1 }) else { return [] }
        var seen: Set<String> = []
        return panels.flatMap(\.lines).map { lines[$0] }.filter { seen.insert($0.name).inserted }
    }

    /// The looks and their names, one below the other.
    func legendSamples(_ legend: [Line], _ canvas: Canvas) -> [String] {
        let x = Double(canvas.width) - canvas.right + 34
        let top = Double(canvas.height) - canvas.top - 42
        return legend.enumerated().flatMap { index, line in
            sample(line, x: x, y: top - 32 * Double(index), canvas)
        }
    }
}
