import Analysis
import Terminal

extension LinePlot {
    /// The elements of gnuplot's `plot` command for a panel: gray lines, bands, lines.
    func layers(_ panel: Panel, isSmall: Bool) -> [String] {
        let behind = panel.behind.filter { !lines[$0].points.isEmpty }.map { index in
            let (file, x, y) = source(index)
            return "\(file) using \(x):\(y) with \(form == .steps ? "fsteps" : "lines") "
                + "linewidth 1.5 linecolor rgb '\(ChartStyle.behind)'"
        }
        let shown = panel.lines.filter { !lines[$0].points.isEmpty }
        let bands =
            hasBands(panel) ? shown.filter { lines[$0].hasRange }.map(band) : []
        let marks = form == .steps ? shown.map { marksOnSteps($0, isSmall: isSmall) } : []
        let layers = behind + bands + shown.map { curve($0, isSmall: isSmall) } + marks
        // An empty `plot` command is an error in gnuplot.
        return layers.isEmpty ? ["NaN notitle"] : layers
    }

    private var positionCount: Int { lines.map(\.points.count).max() ?? 1 }

    private func band(_ index: Int) -> String {
        let line = lines[index]
        let (file, x, y) = source(index)
        if positionCount == 1 {
            return "\(file) using \(x):\(y):\(y + 1):\(y + 2) with yerrorbars "
                + "pointtype \(line.mark.point) pointsize 0 linewidth 2 "
                + "linecolor rgb '\(line.mark.color)'"
        }
        return "\(file) using \(x):\(y + 1):\(y + 2) with filledcurves "
            + "fillcolor rgb '\(line.mark.color)' fillstyle transparent solid 0.16 noborder"
    }

    /// The layer of a line. All points have marks if they are few, otherwise some.
    private func curve(_ index: Int, isSmall: Bool) -> String {
        let line = lines[index]
        let (file, x, y) = source(index)
        let head = "\(file) using \(x):\(y) with "
        let style =
            "linewidth \(isSmall ? "2.2" : "3") dashtype \(line.mark.dash) "
            + "linecolor rgb '\(line.mark.color)'"
        switch form {
        case .plain:
            return head + "linespoints \(style) pointtype \(line.mark.point) "
                + "pointsize \(isSmall ? "0.9" : "1.3") pointinterval \(interval(line, index))"
        case .steps: return head + "fsteps " + style
        case .marked:
            let most = isSmall ? 10 : 20
            let every = positionCount <= most ? 1 : positionCount / (isSmall ? 5 : 10)
            let size = (every == 1 ? 1.6 : 1.3) * (isSmall ? 0.7 : 1)
            return head + "linespoints \(style) pointtype \(line.mark.point) "
                + "pointsize \(Formatting.fixed(size, 2)) pointinterval \(every)"
        }
    }

    /// The distance between the marks of a dense line, which differs between lines, so that they
    /// can be distinguished without colour.
    private func interval(_ line: Line, _ index: Int) -> Int {
        max(1, line.points.count / (6 + index % 3))
    }

    private func marksOnSteps(_ index: Int, isSmall: Bool) -> String {
        let line = lines[index]
        let (file, x, y) = source(index)
        let every = interval(line, index)
        return "\(file) using \(x):(int($0) % \(every) == \(every / 2) ? $\(y) : NaN) with points "
            + "pointtype \(line.mark.point) pointsize \(isSmall ? "0.9" : "1.3") "
            + "linecolor rgb '\(line.mark.color)'"
    }

    /// The commands for a sample of a line and its name, at a position in pixels.
    func sample(
        _ line: Line, named name: String, x: Double, y: Double, _ canvas: Canvas
    ) -> [String] {
        let color = "linecolor rgb '\(line.mark.color)'"
        let height = canvas.screenY(y)
        var commands = [
            "set arrow from \(canvas.screenX(x)), \(height) to "
                + "\(canvas.screenX(x + Self.sampleWidth)), \(height) nohead linewidth 3 "
                + "dashtype \(line.mark.dash) \(color)"
        ]
        commands.append(
            "set label '' at \(canvas.screenX(x + Self.sampleWidth / 2)), \(height) "
                + "point pointtype \(line.mark.point) pointsize 1.6 \(color)")
        commands.append(
            "set label \(GnuplotText.quoted(name)) at "
                + "\(canvas.screenX(x + Self.sampleWidth + 12)), \(height) left "
                + "font '\(ChartStyle.font),\(Int(Self.labelSize))' "
                + "textcolor rgb '\(ChartStyle.text)'")
        return commands
    }

    static let sampleWidth = 40.0

    /// The largest number of characters of a name beside a line.
    private static let longestName = 36

    /// The names of lines as they are drawn; names that differ stay different.
    func names(of lines: [Line]) -> [String] {
        zip(lines, ShortNames.fitted(lines.map(\.name), to: Self.longestName)).map { line, name in
            name + line.detail + (line.lastFinite == nil ? " (no values)" : "")
        }
    }

    /// The width of the samples and names.
    func legendWidth(_ shown: [Line]) -> Double {
        let widest = names(of: shown).map { ChartStyle.width(of: $0, size: Self.labelSize) }.max()
        return Self.sampleWidth + 12 + (widest ?? 0) + 22
    }

    /// The width of the numbers and the title of the vertical axis.
    var leftWidth: Double {
        let ticks = yAxis.ticks.map { ChartStyle.width(of: $0.label, size: 16) }
        return max(132, 78 + (ticks.max() ?? 0))
    }
}
