/// How a group looks in every chart: eight colours that colour-blind readers tell apart (Okabe and Ito), then
/// the same colours with other dashes and points.
package struct GroupStyle: Sendable, Hashable {
    /// `#rrggbb`, of lines and points.
    package var color: String
    /// `#rrggbb`, of text: the same hue, dark enough on white.
    package var ink: String
    /// gnuplot's `dashtype`.
    package var dash: Int
    /// gnuplot's `pointtype`.
    package var point: Int

    /// - Parameter index: the place of the group in the study's order.
    package init(_ index: Int) {
        let position = index % Self.colors.count
        let round = index / Self.colors.count
        (color, ink) = Self.colors[position]
        dash = 1 + round % 5
        point = Self.points[round % Self.points.count]
    }

    /// The colours before they repeat.
    package static let colorCount = colors.count

    private static let colors: [(color: String, ink: String)] = [
        ("#0072B2", "#0072B2"), ("#D55E00", "#D55E00"), ("#009E73", "#00835F"),
        ("#CC79A7", "#B4558A"), ("#E69F00", "#B07A00"), ("#56B4E9", "#2B8CC4"),
        ("#F0E442", "#8F8600"), ("#000000", "#000000"),
    ]
    private static let points = [7, 5, 9, 13, 11]
}
