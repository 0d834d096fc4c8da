package import Files

/// A table that was read, with the line of every row, so that an error can name it.
package struct CSVDocument: Sendable {
    /// The name that errors give.
    package let file: String
    package let table: CSVTable
    private let lines: [Int]
    private let columns: [String: Int]

    /// - Throws: `ResultsError`: no header, an open quote, a row with too few or too many fields.
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

    /// Whether the header names this column.
    package func has(_ column: String) -> Bool { columns[column] != nil }

    /// - Throws: `ResultsError.missingColumn`.
    package func require(_ names: [String]) throws(ResultsError) {
        for name in names where !has(name) {
            throw .missingColumn(file: file, column: name, found: table.header)
        }
    }

    /// One row, whose fields are read by the name of their column.
    package struct Row {
        let document: CSVDocument
        let index: Int

        /// The field as it stands.
        /// - Throws: `ResultsError.missingColumn`.
        package func text(_ column: String) throws(ResultsError) -> String {
            guard let position = document.columns[column] else {
                throw .missingColumn(
                    file: document.file, column: column, found: document.table.header)
            }
            return document.table.rows[index][position]
        }

        /// A number; `nan` and `inf` are numbers here.
        /// - Throws: `ResultsError`: no such column, no number.
        package func number(_ column: String) throws(ResultsError) -> Double {
            let text = try text(column)
            guard let value = Double(text) else { throw bad(column, "a number", text) }
            return value
        }

        /// A number, or nil for an empty field.
        /// - Throws: `ResultsError`: no such column, no number.
        package func optionalNumber(_ column: String) throws(ResultsError) -> Double? {
            try text(column).isEmpty ? nil : number(column)
        }

        /// A whole number of at least `least`.
        /// - Throws: `ResultsError`: no such column, no such number.
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
