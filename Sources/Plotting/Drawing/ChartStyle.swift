/// The look that all charts share.
enum ChartStyle {
    static let font = "DejaVu Sans"
    static let text = "#222222"
    static let faint = "#595959"
    static let grid = "#e3e3e3"
    static let axis = "#8c8c8c"
    /// Pixels.
    static let width = 1200
    static let height = 780

    /// Colours that colour-blind people can tell apart (Okabe and Ito 2008), without yellow, which
    /// is too faint for a line on white.
    static let palette = [
        "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#333333",
    ]
    /// A filled circle, square, triangle, diamond and a triangle on its head, in gnuplot's numbers.
    static let points = [7, 5, 9, 13, 11]
    static let dashes = ["solid", "(14,6)", "(3,5)", "(14,5,3,5)"]

    /// Of lines that stand behind others.
    static let behind = "#cfcfcf"
    /// From little to much, ever darker, so that it reads in gray as well.
    static let shades = ["#f4f8fc", "#a6cbe6", "#3f86bd", "#08457e"]

    /// The look of line number `index`. Dash and point alone tell twenty lines apart without any
    /// colour.
    static func mark(_ index: Int) -> Mark {
        Mark(
            color: palette[index % palette.count], point: points[index % points.count],
            dash: dashes[index / points.count % dashes.count])
    }

    /// The look of what has no look of its own.
    static let plainMark = Mark(color: "#9a9a9a", point: 7, dash: "solid")

    /// A line's colour, point type and dash type.
    struct Mark: Hashable {
        var color: String
        var point: Int
        var dash: String
    }

    /// About how wide a text is, in pixels, in `font` at a size in points.
    static func width(of text: String, size: Double) -> Double {
        text.reduce(0) { $0 + ("iljtfI.,:;'|()- ".contains($1) ? 0.38 : 0.66) } * size * 4 / 3
    }

    /// A text cut in its middle to a count of characters.
    static func shortened(_ text: String, to limit: Int) -> String {
        guard text.count > limit else { return text }
        return text.prefix(limit / 2) + "…" + text.suffix(limit - limit / 2 - 1)
    }
}
