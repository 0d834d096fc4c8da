/// Pieces of Markdown.
enum Markdown {
    /// Where the text of a column stands.
    enum Alignment: String {
        case left = "---"
        case right = "---:"
    }

    /// A table; cells are made safe, so that a `|` in a name does not end its column.
    static func table(
        _ header: [String], _ alignments: [Alignment]? = nil, rows: [[String]]
    ) -> String {
        let rule = alignments ?? header.indices.map { $0 == 0 ? .left : .right }
        return ([header, rule.map(\.rawValue)] + rows)
            .map { "| " + $0.map(cell).joined(separator: " | ") + " |" }
            .joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
            .split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    /// Text that folds away below its summary.
    static func details(_ summary: String, _ content: String) -> String {
        "<details>\n<summary>\(summary)</summary>\n\n\(content)\n\n</details>"
    }

    /// Text inside HTML.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    static func code(_ text: String) -> String { "`\(text)`" }

    static func image(_ alternative: String, _ path: String) -> String {
        "![\(alternative)](\(path))"
    }

    static func bullets(_ items: [String]) -> String {
        items.map { "- " + $0 }.joined(separator: "\n")
    }

    static func section(_ title: String, _ paragraphs: [String?]) -> String {
        (["## " + title] + paragraphs.compactMap { $0 }).joined(separator: "\n\n")
    }
}
