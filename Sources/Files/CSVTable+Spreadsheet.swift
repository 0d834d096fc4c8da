extension CSVTable {
    /// The table with `body` applied to all names and fields.
    package func map(_ body: (String) -> String) -> CSVTable {
        CSVTable(header: header.map(body), rows: rows.map { $0.map(body) })
    }

    /// The table for opening it in a spreadsheet: a text that a spreadsheet would treat as a
    /// formula, such as a class named `=1+1`, gets an apostrophe before it. Numbers do not change.
    package var forSpreadsheets: CSVTable { map(Self.withoutFormula) }

    private static func withoutFormula(_ field: String) -> String {
        guard let first = field.unicodeScalars.first,
            "=+-@\t\r\n".unicodeScalars.contains(first), Double(field) == nil
        else { return field }
        return "'" + field
    }
}
