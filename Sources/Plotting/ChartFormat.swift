/// What gnuplot draws a chart as.
package enum ChartFormat: String, Sendable, Hashable, CaseIterable {
    case png
    case svg
    case pdf

    /// Whether Markdown shows it as an image.
    package var isImage: Bool { self != .pdf }
}

extension [ChartFormat] {
    /// The format that a report shows: the first that Markdown can show; PNG where there is none.
    package var shown: ChartFormat { first(where: \.isImage) ?? .png }
}
