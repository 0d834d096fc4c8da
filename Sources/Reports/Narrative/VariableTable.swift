import JSON
import Markup
import Vocabulary

/// A table that a narrative asks for:
/// `groups label, test_accuracy | sort -test_accuracy | first 3`.
///
/// The source is `groups` or `trials`; columns are names of what those have. `sort` takes a column,
/// with `-` from the largest on; `first` a number of rows; `where` a column and the text that it
/// must show: `where network = vgg16`.
struct VariableTable {
    let markdown: Markdown

    /// - Throws: `VariableError` for a table, column or step that is none.
    init(_ query: String, _ variables: TemplateValue) throws(VariableError) {
        var parts = query.split(separator: "|").map { $0.trimmed }
        let head = parts.isEmpty ? "" : parts.removeFirst()
        let words = head.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let source = words.first.map(String.init) ?? ""
        guard ["groups", "trials"].contains(source), let table = variables[source] else {
            throw VariableError(
                "no table '\(source)'; write groups or trials, then columns: groups label, test_accuracy"
            )
        }
        var rows = table.names.compactMap { table[$0] }
        let columns =
            words.count > 1 ? words[1].split(separator: ",").map { String($0.trimmed) } : []
        guard !columns.isEmpty else {
            throw VariableError(
                "'\(source)' without columns; known: \(Self.columns(rows).joined(separator: ", "))")
        }
        for column in columns { try Self.check(column, rows) }
        for part in parts { try Self.apply(String(part), to: &rows) }
        markdown = Markdown.table(
            columns.map { Markdown($0.replacing("_", with: " ")) },
            rows: rows.map { row in columns.map { Markdown(row.column($0)?.shown ?? "–") } })
    }

    private static func columns(_ rows: [TemplateValue]) -> [String] {
        rows.flatMap(\.names).unique
    }

    private static func check(_ column: String, _ rows: [TemplateValue]) throws(VariableError) {
        let known = columns(rows)
        guard rows.isEmpty || rows.contains(where: { $0.column(column)?.shown != nil }) else {
            throw VariableError("no column '\(column)'; \(Names(known).suggestion(for: column))")
        }
    }

    private static func apply(_ step: String, to rows: inout [TemplateValue]) throws(VariableError)
    {
        let words = step.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
        let argument = words.count > 1 ? words[1] : ""
        switch words.first {
        case "sort":
            let isFalling = argument.hasPrefix("-")
            let column = isFalling ? String(argument.dropFirst()) : argument
            try check(column, rows)
            // What has no figure stands at the end, whichever way.
            let (with, without) = (
                rows.filter { $0.column(column) != nil }, rows.filter { $0.column(column) == nil }
            )
            let rising = with.enumerated().sorted { a, b in
                guard let x = a.element.column(column), let y = b.element.column(column) else {
                    return false
                }
                if isFalling ? y.isLess(than: x) : x.isLess(than: y) { return true }
                if isFalling ? x.isLess(than: y) : y.isLess(than: x) { return false }
                return a.offset < b.offset
            }.map(\.element)
            rows = rising + without
        case "first":
            guard let count = Int(argument), count > 0 else {
                throw VariableError("'first' takes a number of rows; got '\(argument)'")
            }
            rows = Array(rows.prefix(count))
        case "where":
            let sides = argument.split(separator: "=", maxSplits: 1).map { String($0.trimmed) }
            guard sides.count == 2 else {
                throw VariableError(
                    "'where' takes a column and its text, such as network = vgg16; got '\(argument)'"
                )
            }
            try check(sides[0], rows)
            rows = rows.filter { $0.column(sides[0])?.shown == sides[1] }
        default:
            throw VariableError("no step '\(words.first ?? "")'; expected sort, first or where")
        }
    }
}
