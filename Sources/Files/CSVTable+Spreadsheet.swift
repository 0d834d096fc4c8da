extension CSVTable {
    /// The table with other texts in its header and fields.
    package func map(_ body: (String) -> String) -> CSVTable {
        CSVTable(header: header.map(body), rows: rows.map { $0.map(body) })
    }

    /// The table for people who open it in a spreadsheet: a text that a spreadsheet would take for
    /// a formula, such as a class called `=1+1`, has an apostrophe before it. Numbers stay as they
    /// are.
    package var forSpreadsheets: CSVTable { map(Self.withoutFormula) }

    private static func withoutFormula(_ field: String) -> String {
        guard let first = field.unicodeScalars.first,
            "=+-@\t\r\n".unicodeScalars.contains(first), Double(field) == nil
        else { return field }
        return "'" + field
    }
}
