package import Files

/// A CSV table that was read from a file, with the line number of every row for error messages.
package struct CSVDocument: Sendable {
    /// The file's name in error messages.
    package let file: String
    /// The header and the rows.
    package let table: CSVTable
    private let lines: [Int]
    private let columns: [String: Int]

    /// Parses a CSV text.
    /// - Throws: `ResultsError` without a header, for a quoted field that is not closed, or for a
    ///   row with another number of fields than the header.
    package init(text: String, file: String) throws(ResultsError) {
        var records: [CSVParser.Record]
        do throws(CSVParser.UnclosedQuote) {
            records = try CSVParser(text).records()
        } catch {
            throw .unclosedQuote(file: file, line: error.line)
        }
        guard !records.isEmpty else { throw .emptyTable(file: file) }
        let header = records.removeFirst().fields
        for record in records where record.fields.count != header.count {
            throw .fieldCount(
                file: file, line: record.line, expected: header.count, got: record.fields.count)
        }
        self.file = file
        table = CSVTable(header: header, rows: records.map(\.fields))
        lines = records.map(\.line)
        columns = Dictionary(
            header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The rows, in their order.
    package var rows: [Row] { table.rows.indices.map { Row(document: self, index: $0) } }

    /// Whether the table has a column.
    package func has(_ column: String) -> Bool { columns[column] != nil }

    /// Checks that the table has the given columns.
    /// - Throws: `ResultsError.missingColumn`.
    package func require(_ names: [String]) throws(ResultsError) {
        for name in names where !has(name) {
            throw .missingColumn(file: file, column: name, found: table.header)
        }
    }

    /// A row, whose fields are read by column name.
    package struct Row {
        let document: CSVDocument
        let index: Int

        /// The text of a field.
        /// - Throws: `ResultsError.missingColumn`.
        package func text(_ column: String) throws(ResultsError) -> String {
            guard let position = document.columns[column] else {
                throw .missingColumn(
                    file: document.file, column: column, found: document.table.header)
            }
            return document.table.rows[index][position]
        }

        /// The number in a field; `nan` and `inf` are allowed.
        /// - Throws: `ResultsError` without the column, or if the field is not a number.
        package func number(_ column: String) throws(ResultsError) -> Double {
            let text = try text(column)
            guard let value = Double(text) else { throw bad(column, "a number", text) }
            return value
        }

        /// The number in a field; nil if the field is empty.
        /// - Throws: `ResultsError` without the column, or if the field is not a number.
        package func optionalNumber(_ column: String) throws(ResultsError) -> Double? {
            try text(column).isEmpty ? nil : number(column)
        }

        /// The whole number in a field, at least `least`.
        /// - Throws: `ResultsError` without the column, or if the field is not such a number.
        package func integer(_ column: String, least: Int = 0) throws(ResultsError) -> Int {
            let text = try text(column)
            guard let value = Int(text), value >= least else {
                throw bad(column, "a whole number of at least \(least)", text)
            }
            return value
        }

        /// The error for a field of this row.
        package func bad(_ column: String, _ expected: String, _ got: String) -> ResultsError {
            .badField(
                file: document.file, line: document.lines[index], column: column,
                expected: expected, got: got)
        }
    }
}
