/// What gnuplot draws a chart as.
package enum ChartFormat: String, Sendable, Hashable, CaseIterable {
    case png
    case svg
    case pdf

    /// Whether Markdown shows it as an image.
    package var isImage: Bool { self != .pdf }
}
