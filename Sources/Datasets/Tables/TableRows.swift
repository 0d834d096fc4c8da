import Files
import Vocabulary

/// A row of the tables of a data set, with the fields that are used.
struct TableRow: Sendable, Hashable {
    /// The file, as an index into the tables.
    var file: Int
    /// The line in the file, from 1.
    var line: Int
    /// The split of all rows of the file; nil: another setting gives it.
    var split: Split?
    /// The fields by column, in the order of `TableRows.columns`.
    var fields: [String]
    /// The join in whose table the row has no partner; nil if it has one in each.
    var unpaired: Int?
}

/// The rows of the tables of a data set, with the columns that are used from each table and from
/// those that are joined.
struct TableRows: Sendable {
    /// The names of the columns.
    let columns: [String]
    /// The rows of all files, in order.
    let rows: [TableRow]
    private let settings: TableSettings

    /// Reads the files.
    /// - Parameters:
    ///   - files: the files that were already read, for the recognition of their layout.
    ///   - columns: the names of the columns to keep.
    ///   - optional: those that need not be in all files; a missing one has empty fields.
    /// - Throws: `TableError` for a column that is missing or that two columns can be.
    init(
        _ files: [TableFile], _ settings: TableSettings, columns: [String], optional: Set<String>
    ) throws {
        self.settings = settings
        self.columns = columns
        let joins = try settings.joins.map { try JoinedTable($0, settings) }
        for name in optional
        where try !(files + joins.map(\.table)).contains(where: { table in
            try table.column(name) != nil
        }) {
            throw Self.missing(name, in: files + joins.map(\.table))
        }
        rows = try zip(files, settings.files).enumerated().flatMap { number, pair in
            try Self.rows(of: pair.0, number, split: pair.1.split, columns, optional, joins)
        }
    }

    /// The name of the file and the line of a row, such as `train.csv:12`.
    func origin(_ row: TableRow) -> String {
        "\(FilePath(settings.files[row.file].path).name.text):\(row.line)"
    }

    /// Reads a file with the encoding of the settings.
    /// - Throws: `TableError`.
    static func file(
        _ path: String, _ settings: TableSettings, names: [String]
    ) throws -> TableFile {
        let encoding = try settings.encoding.map { name -> TextEncoding in
            guard let encoding = TextEncoding(rawValue: name) else {
                let known = Names(TextEncoding.allCases.map(\.rawValue))
                throw TableError(
                    path, line: nil,
                    reason: "dataset.table.encoding \(known.correction(of: name))")
            }
            return encoding
        }
        return try TableFile(
            path: path, encoding: encoding, names: names,
            encodingOption: "dataset.table.encoding:")
    }

    private static func rows(
        of table: TableFile, _ number: Int, split: Split?, _ columns: [String],
        _ optional: Set<String>, _ joins: [JoinedTable]
    ) throws -> [TableRow] {
        let keys = try joins.map { join -> Int in
            guard let key = try table.column(join.key) else {
                throw missing(join.key, in: [table], " to join \(join.table.path)")
            }
            return key
        }
        let sources = try columns.map { name -> (join: Int?, column: Int)? in
            if let column = try table.column(name) { return (nil, column) }
            for (number, join) in joins.enumerated() {
                if let column = try join.table.column(name) { return (number, column) }
            }
            if optional.contains(name) { return nil }
            throw missing(name, in: [table] + joins.map(\.table))
        }
        return table.rows.map { record in
            let partners = zip(joins, keys).map { join, key in
                join.rows[FieldText.identifier(record.fields[key])]
            }
            let fields = sources.map { source -> String in
                guard let source else { return "" }
                guard let join = source.join else { return record.fields[source.column] }
                return partners[join]?[source.column] ?? ""
            }
            return TableRow(
                file: number, line: record.line, split: split, fields: fields,
                unpaired: partners.firstIndex(of: nil))
        }
    }

    /// The error for a column that none of the tables has.
    private static func missing(
        _ name: String, in tables: [TableFile], _ purpose: String = ""
    ) -> TableError {
        let known = tables.flatMap(\.header).filter { !$0.isEmpty }
        let near = Names(known).nearest(to: name).map { "; did you mean '\($0)'?" } ?? ""
        let shown = known.prefix(40).map { "'\($0)'" }.joined(separator: ", ")
        return TableError(
            tables.first?.path ?? "", line: 1,
            reason: "no column '\(name)'\(purpose); the columns are \(shown)"
                + (known.count > 40 ? " and \(known.count - 40) more" : "") + near)
    }
}

/// A table whose rows are found by the value of a column.
private struct JoinedTable {
    let table: TableFile
    /// The name of the column.
    let key: String
    /// The fields of each row by the value of the column.
    let rows: [String: [String]]

    /// - Throws: `TableError` for a missing column, and for two different rows with one value.
    init(_ join: TableSettings.Join, _ settings: TableSettings) throws {
        table = try TableRows.file(join.path, settings, names: [join.on])
        key = join.on
        guard let column = try table.column(join.on) else {
            throw TableError(
                join.path, line: 1,
                reason: "no column '\(join.on)' to join by; the columns are "
                    + table.header.map { "'\($0)'" }.joined(separator: ", "))
        }
        var rows: [String: [String]] = [:]
        for record in table.rows where !record.fields[column].isEmpty {
            let value = FieldText.identifier(record.fields[column])
            if let other = rows.updateValue(record.fields, forKey: value), other != record.fields {
                throw TableError(
                    join.path, line: record.line,
                    reason: "'\(value)' in column '\(join.on)' has another row with other values; "
                        + "a joined table needs one row for each value")
            }
        }
        self.rows = rows
    }
}
