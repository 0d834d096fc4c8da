/// The style that all charts share.
package enum ChartStyle {
    /// The font of all texts.
    package static let font = "DejaVu Sans"
    /// The colour of texts.
    package static let text = "#222222"
    /// The colour of the notes below a title.
    package static let faint = "#595959"
    /// The colour of grid lines.
    package static let grid = "#e3e3e3"
    /// The colour of axes and their ticks.
    package static let axis = "#8c8c8c"
    /// The width of a page in pixels.
    package static let width = 1200
    /// The height of a page in pixels.
    package static let height = 780

    /// Colours that colour-blind people can distinguish (Okabe and Ito 2008), without yellow, which
    /// is too faint for a line on white.
    package static let palette = [
        "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#333333",
    ]
    /// Filled circle, square, triangle, diamond and inverted triangle, as gnuplot's point types.
    package static let points = [7, 5, 9, 13, 11]
    /// The dash types of lines, in gnuplot's notation: lengths of dashes and gaps.
    package static let dashes = ["solid", "(14,6)", "(3,5)", "(14,5,3,5)"]

    /// The colour of lines behind other lines.
    package static let behind = "#cfcfcf"
    /// Colours from low to high values, increasingly dark, so that they differ in gray as well.
    package static let shades = ["#f4f8fc", "#a6cbe6", "#3f86bd", "#08457e"]

    /// The mark of the line with an index. Dashes and points distinguish twenty lines without
    /// colour.
    package static func mark(_ index: Int) -> Mark {
        Mark(
            color: palette[index % palette.count], point: points[index % points.count],
            dash: dashes[index / points.count % dashes.count])
    }

    /// The mark of a group that has no mark of its own.
    package static let plainMark = Mark(color: "#9a9a9a", point: 7, dash: "solid")

    /// A line's colour, point type and dash type.
    package struct Mark: Hashable, Sendable {
        /// The colour, such as `#0072b2`.
        package var color: String
        /// gnuplot's number of the point type.
        package var point: Int
        /// gnuplot's dash type.
        package var dash: String
    }

    /// The estimated width of a text in pixels, in `font` at a size in points.
    package static func width(of text: String, size: Double) -> Double {
        text.reduce(0) { $0 + ("iljtfI.,:;'|()- ".contains($1) ? 0.38 : 0.66) } * size * 4 / 3
    }
}
