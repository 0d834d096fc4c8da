/// A table in Markdown.
struct MarkdownTable {
    let header: [String]
    var rows: [[String]]
    /// Columns of words; the others are aligned to the right, as numbers are.
    var words: Set<Int> = [0]

    var text: String {
        let rule = header.indices.map { words.contains($0) ? "---" : "---:" }
        return ([header, rule] + rows).map { row in
            "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }
}
