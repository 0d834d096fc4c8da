import Datasets
import Files
import Vocabulary

/// The placement of the images next to a table in the data set, according to its rows.
struct ImportTable {
    private(set) var placements: [ImportPlacement] = []
    private(set) var notes: [String] = []
    private let table: TableFile
    private let columns: TableColumns
    /// True if the column of splits was recognized and not given by an option.
    private let isSplitAssumed: Bool
    /// True if the column of patients was recognized and not given by an option.
    private let isGroupAssumed: Bool

    /// A row with an image.
    private struct Row {
        var index: Int
        var split: Split
        var label: EntryName
        /// The patient; nil if there is no column of patients.
        var group: String?
    }

    /// The rows and images that are not imported, or that are errors.
    private struct Rest {
        /// The rows without a file or label.
        var missing: [(line: Int, what: String)] = []
        /// The rows whose files match `--exclude`.
        var excluded: [(line: Int, what: String)] = []
        /// The rows without a split.
        var unassigned: [(line: Int, what: String)] = []
        /// The images without a row.
        var images: [String] = []
    }

    /// - Throws: `TableError`, `ImportError`.
    init(_ path: String, _ source: some ImportSource, _ options: ImportOptions) throws {
        let names = ["image", "label", "split", "group"].map { TableColumns.name($0, options) }
        table = try TableFile(path: path, encoding: options.encoding, names: names)
        columns = try TableColumns(table, options)
        isSplitAssumed = options.split == nil
        isGroupAssumed = options.group == nil
        let own = EntryName(path).parts.last
        let sorting = try ImportSorting(source, options, besides: own)
        notes = sorting.notes + columns.notes
        let files = TableFiles(
            path, source, sorting, options, rows: table.rows.map { $0.fields[columns.image] })
        var (rows, rest): ([Row], Rest) = ([], Rest())
        var lines: [Int: Int] = [:]
        for record in table.rows {
            if let row = try row(record, files, &lines, &rest) { rows.append(row) }
        }
        rest.images = sorting.images.filter { lines[$0] == nil }.map {
            "\(source.entries[$0].name)"
        }
        try settle(rest, skips: options.skipsMissing)
        guard !rows.isEmpty else { throw error(nil, "names no image to import") }
        try checkGroups()
        placements = Self.placements(rows, rows.map { source.entries[$0.index].name })
    }

    private func error(_ line: Int?, _ reason: String) -> TableError {
        TableError(table.path, line: line, reason: reason)
    }

    /// - Parameter lines: the first line of each image.
    /// - Returns: nil for a row that is not imported.
    private func row(
        _ record: CSVParser.Record, _ files: TableFiles, _ lines: inout [Int: Int],
        _ rest: inout Rest
    ) throws -> Row? {
        let (file, line) = (record.fields[columns.image], record.line)
        guard !file.isEmpty else {
            rest.missing.append((line, "no file"))
            return nil
        }
        let index: Int
        switch try files.find(file, line: line) {
        case .image(let found): index = found
        case .excluded:
            rest.excluded.append((line, "'\(file)'"))
            return nil
        case .missing:
            rest.missing.append((line, "'\(file)'"))
            return nil
        }
        if let first = lines.updateValue(line, forKey: index) {
            throw error(line, "'\(file)' is already in line \(first); remove one of the rows")
        }
        guard let split = try split(record) else {
            rest.unassigned.append((line, file))
            return nil
        }
        guard !record.fields[columns.label].isEmpty else {
            rest.missing.append((line, "no label for '\(file)'"))
            return nil
        }
        return Row(index: index, split: split, label: try label(record), group: try group(record))
    }

    /// The split of a row; nil if the row is not imported. Without a column of splits, or with a
    /// blank column, all rows are train.
    private func split(_ row: CSVParser.Record) throws -> Split? {
        guard let column = columns.split else { return .train }
        let word = row.fields[column]
        if word.isEmpty { return nil }
        guard let split = Split(word: word) else {
            throw error(
                row.line,
                "column '\(table.header[column])': expected train, val, test or an empty field; got '\(word)'"
                    + (isSplitAssumed ? " (--split none ignores the column)" : ""))
        }
        return split
    }

    private func label(_ row: CSVParser.Record) throws -> EntryName {
        let label = EntryName(row.fields[columns.label])
        guard !label.bytes.contains(EntryName.slash), !SystemFolders.contains(label.path),
            label.path.rejection == nil
        else {
            throw error(
                row.line,
                "column '\(table.header[columns.label])': '\(label)' cannot be the name of a folder"
            )
        }
        return label
    }

    private func group(_ row: CSVParser.Record) throws -> String? {
        guard let column = columns.group else { return nil }
        guard !row.fields[column].isEmpty else {
            throw error(
                row.line,
                "column '\(table.header[column])' is empty; "
                    + "give each image of an unknown patient its own group"
                    + (isGroupAssumed ? ", or ignore the column with --group none" : ""))
        }
        return row.fields[column]
    }

    /// Checks that each patient has one spelling; otherwise one patient could be in two splits.
    private func checkGroups() throws {
        guard let column = columns.group else { return }
        var first: [String: CSVParser.Record] = [:]
        for row in table.rows where !row.fields[column].isEmpty {
            let group = row.fields[column]
            // Swift compares strings by their canonical Unicode form.
            guard let other = first[group] else {
                first[group] = row
                continue
            }
            guard !other.fields[column].utf8.elementsEqual(group.utf8) else { continue }
            throw error(
                row.line,
                "column '\(table.header[column])': '\(group)' differs from that of line \(other.line) "
                    + "only in its Unicode form; use one spelling for each patient")
        }
    }

    /// - Parameter paths: the paths of the images, in the order of the rows.
    private static func placements(_ rows: [Row], _ paths: [EntryName]) -> [ImportPlacement] {
        let names = names(rows, paths)
        func makePrefixes(ofASCII: Bool) -> [EntryName] {
            rows.map { $0.group.map { prefix($0, isASCII: ofASCII) } ?? EntryName("") }
        }
        // The text form of a name depends on the whole name; a group must have the same form in all
        // names.
        var prefixes = makePrefixes(ofASCII: false)
        let areClear = zip(prefixes, names).allSatisfy { prefix, name in
            EntryName(joining: [prefix, name], by: "").description.utf8
                .starts(with: prefix.description.utf8)
        }
        if !areClear { prefixes = makePrefixes(ofASCII: true) }
        return rows.indices.map { row in
            ImportPlacement(
                index: rows[row].index, split: rows[row].split, label: rows[row].label,
                name: EntryName(joining: [prefixes[row], names[row]], by: ""),
                longName: EntryName(
                    joining: [prefixes[row], paths[row].percentEncoded()], by: ""),
                prefix: prefixes[row])
        }
    }

    /// The file names in the data set: the last component of each path, or all components joined by
    /// `_`.
    ///
    /// If a known pattern finds the patients of all images in the last components, these are used;
    /// if it finds as many or more in the joined components, those are used. Otherwise the last
    /// component is used, unless several files have it or a folder can be a patient.
    private static func names(_ rows: [Row], _ paths: [EntryName]) -> [EntryName] {
        let last = paths.map { $0.parts.last ?? $0 }
        let joined = paths.map { EntryName(joining: $0.parts, by: "_") }
        /// The number of images whose names contain a patient.
        func countOfKnown(_ names: [EntryName]) -> Int {
            let files = zip(rows, names).map { "\($0.split.rawValue)/\($0.label)/\($1)" }
            let groups = GroupPattern.recognized(files)?.groups(of: files) ?? []
            return groups.count { $0 != nil }
        }
        if !rows.contains(where: { $0.group != nil }) {
            let count = countOfKnown(last)
            if count == paths.count { return last }
            let countOfJoined = countOfKnown(joined)
            if countOfJoined > 0, countOfJoined >= count { return joined }
            if count > 0 { return last }
        }
        let folders = Set(paths.flatMap { $0.parts.dropLast() })
        let namePatients = folders.contains {
            ClassFolders.isLikePatient($0) && !ClassFolders.isPlain($0)
        }
        return namePatients || Set(last).count < last.count ? joined : last
    }

    /// The prefix `<group>__`, by which the group is recognized later. Characters that would end
    /// the group early, or hide the file, are percent-encoded.
    /// - Parameter isASCII: true to encode everything that is not ASCII, too.
    private static func prefix(_ group: String, isASCII: Bool) -> EntryName {
        let underscore = UInt8(ascii: "_")
        let name = EntryName(group)
        // Compared as bytes, because an underscore followed by a combining mark is one character.
        let isClear =
            name.bytes.first != underscore && name.bytes.last != underscore
            && !zip(name.bytes, name.bytes.dropFirst()).contains {
                $0 == underscore && $1 == underscore
            }
        let others = (isClear ? [] : [underscore]) + (isASCII ? Array(UInt8(0x80)...0xFF) : [])
        var encoded = name.percentEncoded(others: others)
        if encoded.hasPrefix(".") {
            encoded = EntryName(Array("%2E".utf8) + encoded.bytes.dropFirst())
        }
        return EntryName(joining: [encoded, EntryName("__")], by: "")
    }

    /// Reports rows and images that are not imported.
    /// - Throws: `TableError` unless they may be skipped.
    private mutating func settle(_ rest: Rest, skips: Bool) throws {
        func list(_ rows: [(line: Int, what: String)]) -> String {
            ImportError.list(rows.map { "line \($0.line): \($0.what)" }, most: 5)
        }
        if let first = rest.missing.first {
            let shown = list(rest.missing)
            let count = ImportError.count(rest.missing.count, "row")
            guard skips else {
                throw error(
                    first.line,
                    "\(count) without a file or label: \(shown); correct the table, or skip these rows with --missing skip"
                )
            }
            notes.append("\(count) without a file or a label, skipped: \(shown)")
        }
        if !rest.excluded.isEmpty {
            let count = ImportError.count(rest.excluded.count, "row")
            let verb = rest.excluded.count == 1 ? "matches" : "match"
            notes.append("\(count) whose files \(verb) --exclude, skipped: \(list(rest.excluded))")
        }
        if !rest.images.isEmpty {
            let shown = ImportError.list(rest.images, most: 5)
            let count = ImportError.count(rest.images.count, "image")
            guard skips else {
                throw error(
                    nil,
                    "has no row for \(count) in its folder: \(shown); add rows, or skip these images with --missing skip"
                )
            }
            notes.append("\(count) without a row, skipped: \(shown)")
        }
        if let first = rest.unassigned.first {
            let count = ImportError.count(rest.unassigned.count, "row")
            notes.append(
                "\(count) without a split, skipped, such as line \(first.line): \(first.what)")
        }
    }
}
