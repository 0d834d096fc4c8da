/// The file format of a chart; the raw value is the file extension.
package enum ChartFormat: String, Sendable, Hashable, CaseIterable {
    case png
    case svg
    case pdf

    /// Whether Markdown can show the format as an image.
    package var isImage: Bool { self != .pdf }
}

extension [ChartFormat] {
    /// The format that a report shows: the first one that Markdown can show, or PNG if there is
    /// none.
    package var shown: ChartFormat { first(where: \.isImage) ?? .png }
}
