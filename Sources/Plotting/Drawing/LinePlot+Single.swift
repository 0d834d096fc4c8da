import Analysis

extension LinePlot {
    private static let pitch = 30.0
    private static let leader = 26.0
    /// The side of a square plot that leaves its labels beside it on the page.
    private static let widestSquare = 640.0

    private var panel: Panel { allPanels[0] }
    private var named: [Line] { panel.lines.map { lines[$0] } }

    /// The script of a single plot, with the names of its lines at their ends.
    var singleScript: String {
        let canvas = singleCanvas
        let commands =
            canvas.setup(name: name, title: title, notes: noteLines)
            + canvas.axis("x", xAxis, title: xTitle) + canvas.axis("y", yAxis, title: yTitle)
            + labels(canvas) + guides
            + ["plot \\\n    " + layers(panel, isSmall: false).joined(separator: ", \\\n    ")]
        return commands.joined(separator: "\n") + "\n"
    }

    private var singleCanvas: Canvas {
        var canvas = Canvas()
        canvas.left = leftWidth
        canvas.right = Self.leader + legendWidth(named)
        canvas.top += Canvas.noteHeight * Double(noteLines.count)
        if isSquare {
            let side = min(Self.widestSquare, Double(canvas.width) - canvas.left - canvas.right)
            canvas.right = Double(canvas.width) - canvas.left - side
            canvas.height = Int(canvas.top + canvas.bottom + side)
        }
        let needed = Self.pitch * Double(named.count)
        canvas.height += max(0, Int((needed - canvas.plotHeight).rounded(.up)))
        return canvas
    }

    /// The commands for the labels of the lines: a leader from the line's end, a sample and the
    /// name.
    private func labels(_ canvas: Canvas) -> [String] {
        let preferred = named.map { line in
            line.lastFinite.map { canvas.y(yAxis.position($0.value)) } ?? canvas.bottom
        }
        let range = (canvas.bottom + 8)...(Double(canvas.height) - canvas.top + 8)
        let heights = LabelSpread.spread(preferred, pitch: Self.pitch, range: range)
        let start = Double(canvas.width) - canvas.right + Self.leader
        let names = names(of: named)
        return zip(named, heights).enumerated().flatMap { index, element in
            let (line, height) = element
            let leader = line.lastFinite.map { end in
                "set arrow from first \(CSV.text(end.x)), first \(CSV.text(end.value)) to "
                    + "\(canvas.screenX(start)), \(canvas.screenY(height)) nohead back "
                    + "linewidth 1.5 dashtype (2,5) linecolor rgb '\(line.mark.color)'"
            }
            return (leader.map { [$0] } ?? [])
                + sample(line, named: names[index], x: start, y: height, canvas)
        }
    }
}
