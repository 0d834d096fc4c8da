import JSON
import Markup
import Vocabulary

/// A table in a narrative, described by a query such as
/// `groups label, test_accuracy | sort -test_accuracy | first 3`.
///
/// The source is `groups` or `trials`; the columns are names of their members. `sort` sorts by a
/// column, in descending order after `-`; `first` keeps a number of rows; `where` keeps the rows
/// whose column has a given text: `where network = vgg16`.
struct VariableTable {
    /// The table.
    let markdown: Markdown

    /// Runs a query.
    /// - Throws: `VariableError` for an unknown table, column or step.
    init(_ query: String, _ variables: TemplateValue) throws(VariableError) {
        var parts = query.split(separator: "|").map { $0.trimmed }
        let head = parts.isEmpty ? "" : parts.removeFirst()
        let words = head.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let source = words.first.map(String.init) ?? ""
        guard ["groups", "trials"].contains(source), let table = variables[source] else {
            throw VariableError(
                "unknown table '\(source)'; expected groups or trials and their columns, such as: groups label, test_accuracy"
            )
        }
        var rows = table.names.compactMap { table[$0] }
        let columns =
            words.count > 1 ? words[1].split(separator: ",").map { String($0.trimmed) } : []
        guard !columns.isEmpty else {
            throw VariableError(
                "'\(source)' needs columns; known columns: \(Self.columns(rows).joined(separator: ", "))"
            )
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
            throw VariableError(
                "unknown column '\(column)'; \(Names(known).suggestion(for: column))")
        }
    }

    private static func apply(_ step: String, to rows: inout [TemplateValue]) throws(VariableError)
    {
        let words = step.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
        let argument = words.count > 1 ? words[1] : ""
        switch words.first {
        case "sort":
            let isDescending = argument.hasPrefix("-")
            let column = isDescending ? String(argument.dropFirst()) : argument
            try check(column, rows)
            // Rows without a value are at the end in both orders.
            let (with, without) = (
                rows.filter { $0.column(column) != nil }, rows.filter { $0.column(column) == nil }
            )
            let sorted = with.enumerated().sorted { a, b in
                guard let x = a.element.column(column), let y = b.element.column(column) else {
                    return false
                }
                if isDescending ? y.isLess(than: x) : x.isLess(than: y) { return true }
                if isDescending ? x.isLess(than: y) : y.isLess(than: x) { return false }
                return a.offset < b.offset
            }.map(\.element)
            rows = sorted + without
        case "first":
            guard let count = Int(argument), count > 0 else {
                throw VariableError("'first' needs a number of rows; got '\(argument)'")
            }
            rows = Array(rows.prefix(count))
        case "where":
            let sides = argument.split(separator: "=", maxSplits: 1).map { String($0.trimmed) }
            guard sides.count == 2 else {
                throw VariableError(
                    "'where' needs a column and its text, such as network = vgg16; got '\(argument)'"
                )
            }
            try check(sides[0], rows)
            rows = rows.filter { $0.column(sides[0])?.shown == sides[1] }
        default:
            throw VariableError(
                "unknown step '\(words.first ?? "")'; expected sort, first or where")
        }
    }
}
