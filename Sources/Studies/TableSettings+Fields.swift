import JSON
import Vocabulary

/// The section `dataset.table` of a study file. The digest of the data covers the rows that are
/// used, so the section is not part of a trial's key.
extension TableSettings: DeclaredSettings {
    init() { self.init(files: []) }

    static let fields: [Field<Self>] = [
        Field(
            "path", \.files, isRequired: true, written: .always,
            json: filesJSON,
            schema: { _ in
                Schema.described(
                    ["anyOf": [Schema.of(.string), splitPaths]],
                    "The CSV file, relative to the study file, also compressed with gzip; or a file for "
                        + "each of train, val and test.")
            },
            read: { reader, section in
                guard let node = section["path"] else {
                    reader.missing("path", in: section, "the path of a CSV file")
                    return nil
                }
                return reader.tableFiles(node)
            }),
        Field(
            "layout", \.layout,
            "The layout of the columns of a public table, which gives the other settings; none: no layout "
                + "is assumed; null: recognized from the names of the columns."),
        Field(
            "encoding", \.encoding,
            "The encoding of the files: utf-8, utf-16le, utf-16be, windows-1252 or iso-8859-1; null: that "
                + "of the byte order mark, otherwise utf-8."),
        Field(
            "image", \.image,
            "The column of image names: the path from dataset.path, the end of it or the file name, with "
                + "or without the suffix."),
        Field(
            "labels", \.labels, json: \.json, schema: { TableLabels.schema($0) },
            value: { $0.tableLabels($1) }),
        Field(
            "group", \.group, json: { $0?.json ?? .null }, schema: { _ in Group.schema },
            value: { $0.tableGroup($1) }),
        Field(
            "split", \.split, json: { $0?.json ?? .null }, schema: { _ in Splits.schema },
            value: { $0.tableSplits($1) }),
        Field(
            "attributes", \.attributes,
            json: { $0.map { .array($0.map { .string($0) }) } ?? .null },
            schema: { _ in
                Schema.described(
                    Schema.nullable(strings),
                    "The columns that subgroups can use, such as sex and age; null: those of the layout.",
                    .null)
            },
            value: { reader, node in
                if !node.isBroken, node.json.isNull { return .some(nil) }
                return reader.distinctTexts(node).map { .some($0) }
            }),
        Field(
            "rows", \.rows,
            "The rule for an image with several rows with different labels: union makes a label positive "
                + "if any row says so; majority uses the state of most rows; null: it is an error."),
        Field(
            "reader", \.reader,
            "The column of readers; the rows of a reader are united before the majority is computed."
        ),
        Field(
            "join", \.joins, json: { .array($0.map(\.json)) },
            schema: { _ in
                Schema.described(
                    [
                        "type": "array",
                        "items": Schema.object(
                            [.init("path", Schema.of(.string)), .init("on", Schema.of(.string))],
                            required: ["path", "on"]),
                    ],
                    "Further tables whose columns belong to the rows, found by the value of the column on."
                )
            },
            value: { $0.joins($1) }),
        Field(
            "classes", \.classes, json: { .array($0.map { .string($0) }) },
            schema: { _ in
                Schema.described(
                    strings,
                    "The classes in the order of the network's outputs; empty: sorted by name.")
            },
            value: { $0.distinctTexts($1) }),
    ]

    static let strings: JSONValue = [
        "type": "array", "items": ["type": "string", "minLength": 1],
    ]

    static let splitPaths: JSONValue = Schema.object(
        Split.allCases.map { .init($0.rawValue, Schema.of(.string)) })

    /// The schema of the section: a path, or an object.
    @Sendable static func schema(_ catalog: Catalog) -> JSONValue {
        let object = Schema.object(Schema.members(of: Self.self, in: catalog), required: ["path"])
        return Schema.described(
            ["anyOf": [["type": "null"], Schema.of(.string), object]],
            "The CSV file with the labels of the images in dataset.path, or an object with its columns; "
                + "null: the folders train, val and test with a folder for each class give the labels.",
            .null)
    }

    @Sendable private static func filesJSON(_ files: [File]) -> JSONValue {
        if files.count == 1, files[0].split == nil { return .string(files[0].path) }
        return .object(
            files.compactMap { file in
                file.split.map { .init($0.rawValue, .string(file.path)) }
            })
    }
}

extension TableLayout: PlainValue {}
extension TableSettings.RowRule: PlainValue {}

extension TableSettings.Group {
    fileprivate static let schema = Schema.described(
        [
            "anyOf": [
                ["type": "null"], Schema.of(.string),
                Schema.object(
                    [.init("column", Schema.of(.string)), .init("pattern", Schema.of(.string))],
                    required: ["column"]),
            ]
        ],
        "The column of patients or other groups, or an object with the column and the pattern of the "
            + "group in it: a regular expression with a capture group.", .null)

    fileprivate var json: JSONValue {
        guard let pattern else { return .string(column) }
        return ["column": .string(column), "pattern": .string(pattern)]
    }
}

extension TableSettings.Splits {
    fileprivate static let schema = Schema.described(
        ["anyOf": [["type": "null"], Schema.of(.string), TableSettings.splitPaths]],
        "The column of splits, with words such as train, val and test; or for each split the path of a "
            + "file with an image name on each line.", .null)

    fileprivate var json: JSONValue {
        switch self {
        case .column(let column): .string(column)
        case .lists(let lists):
            .object(
                Split.allCases.compactMap { split in
                    lists[split].map { .init(split.rawValue, .string($0)) }
                })
        }
    }
}

extension TableSettings.Join {
    fileprivate var json: JSONValue { ["path": .string(path), "on": .string(on)] }
}

extension DatasetSettings {
    /// Sets the paths of a table in the folder of the images, if that folder has another path now.
    /// - Parameters:
    ///   - old: the absolute path of the folder to which the table's paths refer.
    ///   - new: the absolute path of the folder now.
    package mutating func moveTable(from old: String, to new: String) {
        guard old != new else { return }
        table = table?.mapPaths { path in
            path.hasPrefix("\(old)/") ? new + path.dropFirst(old.count) : path
        }
    }
}

// MARK: - Reading

extension TrialReader {
    /// - Returns: `.some(nil)` for `null`; nil if an error was reported.
    mutating func table(_ node: LocatedJSON) -> TableSettings?? {
        if node.isBroken { return nil }
        if node.json.isNull { return .some(nil) }
        if case .scalar(.string) = node.content {
            return absolutePath(node).map { .some(TableSettings(files: [.init(path: $0)])) }
        }
        if let weight = node["weight"], !isOfRecord {
            report(
                weight.diagnostic(
                    .other("weights of images are not supported; remove the setting")))
            return nil
        }
        return section(node, as: TableSettings.self).map { .some($0) }
    }

    /// Checks that settings of the data set do not contradict its table.
    mutating func checkTable(_ dataset: DatasetSettings, _ node: LocatedJSON) -> Bool {
        func refuse(_ key: String, _ message: String) -> Bool {
            report((node[key] ?? node).diagnostic(.other(message)))
            return false
        }
        if dataset.task.isMultilabel, dataset.table == nil {
            return refuse(
                "task", "multilabel needs the labels of each image in a table; set dataset.table")
        }
        guard let table = dataset.table else {
            guard dataset.phantom?.optionalNames("findings") != nil else { return true }
            return refuse(
                "phantom",
                "synthetic X-rays with several radiological findings have their labels in a table; set "
                    + "dataset.table to the file labels.csv in dataset.path")
        }
        if table.group != nil, dataset.groupPattern != nil {
            return refuse(
                "groupPattern", "dataset.table.group already gives the patients; remove one of them"
            )
        }
        if table.reader != nil, table.rows != .majority, table.rows != nil {
            return refuse("table", "reader requires the rule majority for rows")
        }
        return true
    }

    fileprivate mutating func tableFiles(_ node: LocatedJSON) -> [TableSettings.File]? {
        guard let members = node.members, !node.isBroken else {
            return absolutePath(node).map { [.init(path: $0)] }
        }
        let paths = splitPaths(node, members.isEmpty)
        return paths.map { paths in
            Split.allCases.compactMap { split in
                paths[split].map { TableSettings.File(path: $0, split: split) }
            }
        }
    }

    /// A path for each split, at least one.
    private mutating func splitPaths(_ node: LocatedJSON, _ isEmpty: Bool) -> [Split: String]? {
        guard let members = object(node, known: Split.allCases.map(\.rawValue)) else { return nil }
        if isEmpty {
            report(node.diagnostic(.other("must have a path for train, val or test")))
            return nil
        }
        var paths: [Split: String] = [:]
        for split in Split.allCases {
            guard let given = members[split.rawValue] else { continue }
            guard let path = absolutePath(given) else { return nil }
            paths[split] = path
        }
        return paths.isEmpty ? nil : paths
    }

    fileprivate mutating func tableGroup(_ node: LocatedJSON) -> TableSettings.Group?? {
        if node.isBroken { return nil }
        if node.json.isNull { return .some(nil) }
        guard node.members != nil else {
            return value(node, .string)?.text.map { .some(.init(column: $0)) }
        }
        guard let members = object(node, known: ["column", "pattern"]),
            let column: String = required(
                "column", in: node, "the name of a column",
                read: { $0.value($1, .string)?.text })
        else { return nil }
        guard let pattern = members["pattern"] else { return .some(.init(column: column)) }
        return value(pattern, .string)?.text.map { .some(.init(column: column, pattern: $0)) }
    }

    fileprivate mutating func tableSplits(_ node: LocatedJSON) -> TableSettings.Splits?? {
        if node.isBroken { return nil }
        if node.json.isNull { return .some(nil) }
        guard let members = node.members else {
            return value(node, .string)?.text.map { .some(.column($0)) }
        }
        return splitPaths(node, members.isEmpty).map { .some(.lists($0)) }
    }

    fileprivate mutating func joins(_ node: LocatedJSON) -> [TableSettings.Join]? {
        guard let elements = elements(node) else { return nil }
        var joins: [TableSettings.Join] = []
        for element in elements {
            guard object(element, known: ["path", "on"]) != nil,
                let path: String = required(
                    "path", in: element, "the path of a CSV file", read: { $0.absolutePath($1) }),
                let column: String = required(
                    "on", in: element, "the name of a column",
                    read: { $0.value($1, .string)?.text })
            else { return nil }
            joins.append(.init(path: path, on: column))
        }
        return joins
    }

    /// A list of texts, none of which is empty or occurs twice.
    mutating func distinctTexts(_ node: LocatedJSON) -> [String]? {
        guard let elements = elements(node) else { return nil }
        var first: [String: LocatedJSON] = [:]
        var texts: [String] = []
        for element in elements {
            guard let text = value(element, .string)?.text else { return nil }
            if text.isEmpty {
                report(element.diagnostic(.emptyText))
                return nil
            }
            if let known = first.updateValue(element, forKey: text) {
                report(element.diagnostic(.repeatedValue(of: known.origin.path)))
                return nil
            }
            texts.append(text)
        }
        return texts
    }
}
