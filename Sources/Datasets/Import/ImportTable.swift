import Files

/// Which files beside a table become which images of the set, as its rows say.
struct ImportTable {
    private(set) var placements: [ImportPlacement] = []
    private(set) var notes: [String] = []
    private let table: TableFile
    private let columns: TableColumns

    /// - Throws: `TableError`, `ImportError`.
    init(_ path: String, _ source: some ImportSource, _ options: ImportOptions) throws {
        let names = ["image", "label", "split", "group"].map { TableColumns.name($0, options) }
        table = try TableFile(path: path, encoding: options.encoding, names: names)
        columns = try TableColumns(table, options)
        let own = EntryName(path).parts.last
        let sorting = try ImportSorting(source, options, besides: own)
        let files = TableFiles(
            path, source, sorting.images, rows: table.rows.map { $0.fields[columns.image] })
        notes = sorting.notes
        var missing: [(line: Int, what: String)] = []
        var unassigned: [(line: Int, what: String)] = []
        var lines: [Int: Int] = [:]
        for row in table.rows {
            let file = row.fields[columns.image]
            switch try files.find(file, line: row.line) {
            case nil: missing.append((row.line, "'\(file)'"))
            case .some(let index):
                if let first = lines.updateValue(row.line, forKey: index) {
                    throw error(
                        row.line, "'\(file)' is in line \(first) already; remove one of the two")
                }
                guard let split = try split(row) else {
                    unassigned.append((row.line, file))
                    continue
                }
                if row.fields[columns.label].isEmpty {
                    missing.append((row.line, "no label for '\(file)'"))
                } else {
                    placements.append(try placement(row, index, split, source))
                }
            }
        }
        let named = Set(lines.keys)
        let rest = sorting.images.filter { !named.contains($0) }.map {
            "\(source.entries[$0].name)"
        }
        try settle(missing: missing, rest: rest, skips: options.skipsMissing)
        if let first = unassigned.first {
            notes.append(
                "\(ImportError.count(unassigned.count, "row")) without a split, left out, such as line \(first.line): \(first.what)"
            )
        }
        guard !placements.isEmpty else { throw error(nil, "names no image to import") }
    }

    private func error(_ line: Int?, _ reason: String) -> TableError {
        TableError(table.path, line: line, reason: reason)
    }

    /// Nil for a row that is to be left out; without a column of splits, or with blanks alone, all are train.
    private func split(_ row: CSVParser.Record) throws -> Split? {
        guard let column = columns.split else { return .train }
        let word = row.fields[column]
        if word.isEmpty { return nil }
        guard let split = Split(word: word) else {
            throw error(
                row.line,
                "column '\(table.header[column])': expected train, val, test or nothing; got '\(word)'"
            )
        }
        return split
    }

    private func placement(
        _ row: CSVParser.Record, _ index: Int, _ split: Split, _ source: some ImportSource
    ) throws -> ImportPlacement {
        let label = EntryName(row.fields[columns.label])
        guard !label.bytes.contains(EntryName.slash), !ImportEntry.isHidden(label),
            ImportEntry.fault(in: label) == nil
        else {
            throw error(
                row.line,
                "column '\(table.header[columns.label])': '\(label)' is no name for a folder")
        }
        let group = columns.group.map { row.fields[$0] }
        if let group, group.isEmpty {
            throw error(
                row.line,
                "column '\(table.header[columns.group ?? 0])' is blank; "
                    + "give an image of an unknown patient a group of its own")
        }
        let prefix = group.map(Self.prefix) ?? EntryName("")
        let name = source.entries[index].name
        return ImportPlacement(
            index: index, split: split, label: label,
            name: EntryName(joining: [prefix, EntryName(joining: name.parts, by: "_")], by: ""),
            longName: EntryName(joining: [prefix, name.percentEncoded()], by: ""), prefix: prefix)
    }

    /// `<group>__`, by which the group is recognised again; what would end it sooner, or hide the file, is encoded.
    private static func prefix(_ group: String) -> EntryName {
        let underscore = UInt8(ascii: "_")
        let name = EntryName(group)
        let isClear = !group.contains("__") && !group.hasPrefix("_") && !group.hasSuffix("_")
        var encoded = name.percentEncoded(others: isClear ? [] : [underscore])
        if encoded.hasPrefix(".") {
            encoded = EntryName(Array("%2E".utf8) + encoded.bytes.dropFirst())
        }
        return EntryName(joining: [encoded, EntryName("__")], by: "")
    }

    private mutating func settle(
        missing: [(line: Int, what: String)], rest: [String], skips: Bool
    ) throws {
        if let first = missing.first {
            let shown = ImportError.list(missing.map { "line \($0.line): \($0.what)" }, most: 5)
            let count = ImportError.count(missing.count, "row")
            guard skips else {
                throw error(
                    first.line,
                    "there is no file or no label for \(count): \(shown); correct them, or leave them out with --missing skip"
                )
            }
            notes.append("\(count) without a file or a label, left out: \(shown)")
        }
        guard !rest.isEmpty else { return }
        let shown = ImportError.list(rest, most: 5)
        let count = ImportError.count(rest.count, "image")
        guard skips else {
            throw error(
                nil,
                "has no row for \(count) beside it: \(shown); add rows, or leave them out with --missing skip"
            )
        }
        notes.append("\(count) without a row, left out: \(shown)")
    }
}
