import Analysis
import Foundation
import Terminal

/// The page of a chart, in pixels from its lower left corner, and the gnuplot commands for its
/// layout.
struct Canvas {
    var width = ChartStyle.width
    var height = ChartStyle.height
    var left = 132.0
    var right = 40.0
    /// The upper margin with the title; each note needs `noteHeight` more.
    var top = 80.0
    var bottom = 98.0

    static let noteHeight = 26.0

    var plotHeight: Double { Double(height) - top - bottom }

    /// The height in pixels of a position on the vertical axis, from 0 to 1.
    func y(_ position: Double) -> Double { bottom + position * plotHeight }

    func screenX(_ pixels: Double) -> String {
        "screen " + Formatting.fixed(pixels / Double(width), 5)
    }
    func screenY(_ pixels: Double) -> String {
        "screen " + Formatting.fixed(pixels / Double(height), 5)
    }

    /// The end of an axis with six significant digits, finer than a pixel; with twelve if the axis
    /// is short compared with its values, whose first digits are equal then.
    private static func rounded(_ value: Double, _ axis: Axis) -> String {
        let magnitude = max(abs(axis.lower), abs(axis.upper))
        let isShort = axis.upper - axis.lower < magnitude / 1000
        return String(format: isShort ? "%.12g" : "%.6g", value)
    }

    /// The notes below a title as lines that fit on a page.
    static func lines(of notes: [String], width: Int = ChartStyle.width) -> [String] {
        // The estimated width of a text of many letters is too large.
        notes.flatMap { WrappedText.lines($0, to: 1.06 * Double(width - 48), size: 14) }
    }

    /// The terminal, the frame, the title and the notes below it.
    func setup(name: String, title: String, notes: [String]) -> [String] {
        var lines = [
            "# \(GnuplotText.line(title)). Draws \(name).png from \(name).csv: gnuplot \(name).gp",
            "# As SVG or PDF: gnuplot -e \"format='svg'\" \(name).gp",
            "if (!exists('format')) format = 'png'",
        ]
        lines += terminals
        lines += [
            "set output '\(name).'.format",
            "set encoding utf8",
            "set datafile separator comma",
            // By default, a row that begins with `#`, as a name may, is a comment, and the later
            // rows move up.
            "set datafile commentschars ''",
            "set lmargin at \(screenX(left))",
            "set rmargin at \(screenX(Double(width) - right))",
            "set tmargin at \(screenY(Double(height) - top))",
            "set bmargin at \(screenY(bottom))",
            "set border 3 back linewidth 1.5 linecolor rgb '\(ChartStyle.axis)'",
            "set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '\(ChartStyle.grid)'",
            "set tics nomirror out scale 0.6 textcolor rgb '\(ChartStyle.text)'",
            "unset key",
            label(title, x: 24, fromTop: 34, size: 21, color: ChartStyle.text, isBold: true),
        ]
        for (index, note) in notes.enumerated() {
            lines.append(
                label(
                    note, x: 24, fromTop: 70 + Self.noteHeight * Double(index), size: 14,
                    color: ChartStyle.faint))
        }
        return lines
    }

    /// The commands for each format. Text and lines have the same size relative to the page in all
    /// formats.
    private var terminals: [String] {
        let font = "noenhanced background '#ffffff' font '\(ChartStyle.font),16'"
        let inches = [width, height].map { Formatting.fixed(Double($0) / 96, 3) + "in" }
        return [
            "if (format eq 'png') set terminal pngcairo size \(width),\(height) \(font) linewidth 1",
            "if (format eq 'svg') set terminal svg size \(width),\(height) dynamic \(font) "
                + "fontscale 1.333 linewidth 1",
            "if (format eq 'pdf') set terminal pdfcairo size \(inches.joined(separator: ",")) "
                + "\(font) fontscale 1 linewidth 1",
        ]
    }

    private func label(
        _ text: String, x: Double, fromTop: Double, size: Int, color: String, isBold: Bool = false
    ) -> String {
        let font = ChartStyle.font + (isBold ? " Bold" : "")
        return "set label \(GnuplotText.quoted(text)) at \(screenX(x)), "
            + "\(screenY(Double(height) - fromTop)) left front font '\(font),\(size)' "
            + "textcolor rgb '\(color)'"
    }

    /// The range and the ticks of an axis, `x` or `y`.
    func axis(_ name: String, _ axis: Axis, title: String?) -> [String] {
        let ticks = axis.ticks.map { "\(GnuplotText.tick($0.label)) \(CSV.text($0.value))" }
            .joined(separator: ", ")
        var lines = [
            "set \(name)range [\(Self.rounded(axis.lower, axis)):"
                + "\(Self.rounded(axis.upper, axis))]",
            "set \(name)tics (\(ticks))",
        ]
        if axis.isLogarithmic { lines.insert("set logscale \(name)", at: 0) }
        if let title {
            let isVertical = name == "y"
            let (x, y) =
                isVertical ? (30, self.y(0.5)) : ((left + Double(width) - right) / 2, 28)
            lines.append(
                "set label \(GnuplotText.quoted(title)) at \(screenX(x)), \(screenY(y)) center"
                    + "\(isVertical ? " rotate by 90" : "") textcolor rgb '\(ChartStyle.text)'")
        }
        return lines
    }
}
