/// The page that all charts share: size, fonts, margins, and the first lines of every script.
struct Canvas {
    static let width = 1200.0
    static let fontSize = 20.0
    /// Pixels from one line of labels to the next.
    static let lineHeight = 32.0
    /// Pixels of an average character of a label.
    static let characterWidth = 13.6

    var height = 800.0
    /// Pixels left free on each side of the plot.
    var left = 160.0
    var right = 40.0
    let top = 110.0
    let bottom = 104.0

    /// Pixels of the plot itself.
    var plotHeight: Double { height - top - bottom }

    /// The width in pixels that a text needs.
    static func width(of text: String) -> Double { Double(text.count) * characterWidth }

    /// The text, with its middle left out when it has more than `count` characters.
    static func shortened(_ text: String, to count: Int) -> String {
        guard text.count > count else { return text }
        return text.prefix((count - 1) / 2) + "…" + text.suffix(count / 2)
    }

    /// The lines of a script up to its axes; the image is `<name>.png` or the variable `output`.
    func header(_ info: ChartInfo) -> [String] {
        let number = Gnuplot.number
        return [
            "# \(info.title). In this folder: gnuplot \(info.name).gp",
            "set encoding utf8",
            "set terminal pngcairo noenhanced size \(Int(Self.width)),\(Int(height)) "
                + "font 'DejaVu Sans,\(number(Self.fontSize))' background rgb 'white'",
            "if (!exists('output')) output = '\(info.name).png'",
            "set output output",
            "set datafile separator ','",
            "set lmargin at screen \(number(left / Self.width))",
            "set rmargin at screen \(number(1 - right / Self.width))",
            "set tmargin at screen \(number(1 - top / height))",
            "set bmargin at screen \(number(bottom / height))",
            "set border 3 lc rgb '#555555'",
            "set tics nomirror out scale 0.6 textcolor rgb '#333333'",
            "set label 1 \(Gnuplot.quoted(info.title)) at screen 0.015, "
                + "screen \(number(1 - 36 / height)) left font ',24'",
        ]
    }
}
