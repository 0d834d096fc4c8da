import Files
import Vocabulary

/// Which files beside a table become which images of the set, as its rows say.
struct ImportTable {
    private(set) var placements: [ImportPlacement] = []
    private(set) var notes: [String] = []
    private let table: TableFile
    private let columns: TableColumns
    /// Whether the columns of splits and patients, if any, were found and not said.
    private let isSplitAssumed: Bool
    private let isGroupAssumed: Bool

    /// A row that names an image.
    private struct Row {
        var index: Int
        var split: Split
        var label: EntryName
        /// Of the patient; nil without a column of patients.
        var group: String?
    }

    /// Rows and images that are left out, or that are an error.
    private struct Rest {
        /// Rows without a file or label.
        var missing: [(line: Int, what: String)] = []
        /// Rows of files that fit `--exclude`.
        var excluded: [(line: Int, what: String)] = []
        /// Rows without a split.
        var unassigned: [(line: Int, what: String)] = []
        /// Images without a row.
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
    /// - Returns: nil for a row that is left out.
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
            throw error(line, "'\(file)' is in line \(first) already; remove one of the two")
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

    /// Nil for a row that is to be left out; without a column of splits, or with blanks alone, all
    /// are train.
    private func split(_ row: CSVParser.Record) throws -> Split? {
        guard let column = columns.split else { return .train }
        let word = row.fields[column]
        if word.isEmpty { return nil }
        guard let split = Split(word: word) else {
            throw error(
                row.line,
                "column '\(table.header[column])': expected train, val, test or nothing; got '\(word)'"
                    + (isSplitAssumed ? " (--split none does without splits)" : ""))
        }
        return split
    }

    private func label(_ row: CSVParser.Record) throws -> EntryName {
        let label = EntryName(row.fields[columns.label])
        guard !label.bytes.contains(EntryName.slash), !SystemFolders.contains(label.path),
            ImportEntry.fault(in: label) == nil
        else {
            throw error(
                row.line,
                "column '\(table.header[columns.label])': '\(label)' is no name for a folder")
        }
        return label
    }

    private func group(_ row: CSVParser.Record) throws -> String? {
        guard let column = columns.group else { return nil }
        guard !row.fields[column].isEmpty else {
            throw error(
                row.line,
                "column '\(table.header[column])' is blank; "
                    + "give an image of an unknown patient a group of its own"
                    + (isGroupAssumed ? ", or do without patients by --group none" : ""))
        }
        return row.fields[column]
    }

    /// One patient under two spellings would be two, and could be in two splits.
    private func checkGroups() throws {
        guard let column = columns.group else { return }
        var first: [String: CSVParser.Record] = [:]
        for row in table.rows where !row.fields[column].isEmpty {
            let group = row.fields[column]
            // Swift compares strings by their canonical form.
            guard let other = first[group] else {
                first[group] = row
                continue
            }
            guard !other.fields[column].utf8.elementsEqual(group.utf8) else { continue }
            throw error(
                row.line,
                "column '\(table.header[column])': '\(group)' differs from that of line \(other.line) "
                    + "in its Unicode form alone; write one patient in one way")
        }
    }

    /// - Parameter paths: of the images, in the order of the rows.
    private static func placements(_ rows: [Row], _ paths: [EntryName]) -> [ImportPlacement] {
        let names = names(rows, paths)
        func makePrefixes(ofASCII: Bool) -> [EntryName] {
            rows.map { $0.group.map { prefix($0, isASCII: ofASCII) } ?? EntryName("") }
        }
        // The text form of a name depends on all of it: a group must have one form in all names.
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

    /// The file names in the set: the last part of each path, or all parts with `_` between them.
    ///
    /// Where a known pattern finds the patients of all in their last parts, it is these; where it
    /// finds as many or more in all parts, all of them. Else the last part, but all parts where
    /// files share it, or where a folder can be a patient.
    private static func names(_ rows: [Row], _ paths: [EntryName]) -> [EntryName] {
        let last = paths.map { $0.parts.last ?? $0 }
        let joined = paths.map { EntryName(joining: $0.parts, by: "_") }
        /// How many images have a patient by their names.
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
        let areTelling = folders.contains {
            ClassFolders.isLikePatient($0) && !ClassFolders.isPlain($0)
        }
        return areTelling || Set(last).count < last.count ? joined : last
    }

    /// `<group>__`, by which the group is recognised again; what would end it sooner, or hide the
    /// file, is encoded.
    /// - Parameter isASCII: whether all that is not ASCII is encoded too.
    private static func prefix(_ group: String, isASCII: Bool) -> EntryName {
        let underscore = UInt8(ascii: "_")
        let name = EntryName(group)
        // By bytes: an underscore and a combining mark after it are one character.
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
                    "there is no file or no label for \(count): \(shown); correct them, or leave them out with --missing skip"
                )
            }
            notes.append("\(count) without a file or a label, left out: \(shown)")
        }
        if !rest.excluded.isEmpty {
            let count = ImportError.count(rest.excluded.count, "row")
            let verb = rest.excluded.count == 1 ? "fits" : "fit"
            notes.append("\(count) whose files \(verb) --exclude, left out: \(list(rest.excluded))")
        }
        if !rest.images.isEmpty {
            let shown = ImportError.list(rest.images, most: 5)
            let count = ImportError.count(rest.images.count, "image")
            guard skips else {
                throw error(
                    nil,
                    "has no row for \(count) beside it: \(shown); add rows, or leave them out with --missing skip"
                )
            }
            notes.append("\(count) without a row, left out: \(shown)")
        }
        if let first = rest.unassigned.first {
            let count = ImportError.count(rest.unassigned.count, "row")
            notes.append(
                "\(count) without a split, left out, such as line \(first.line): \(first.what)")
        }
    }
}
