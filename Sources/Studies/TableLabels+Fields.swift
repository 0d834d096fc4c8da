import JSON
import Vocabulary

/// The section `dataset.table.labels` of a study file.
extension TableLabels: DeclaredSettings {
    static let fields: [Field<Self>] = [
        Field(
            "column", \.column,
            "The column with the name of a class, or with several labels; null: that of the layout."
        ),
        Field(
            "separator", \.separator,
            "The text between labels in the column, such as |; brackets and quotes of a list such as "
                + "['a', 'b'] are removed; null: a field is the name of one class."),
        Field(
            "columns", \.columns, json: { .array($0.map { .string($0) }) },
            schema: { _ in
                Schema.described(
                    TableSettings.strings,
                    "The columns with one label each: 1 or 0, -1 for uncertain, or empty.")
            },
            value: { $0.distinctTexts($1) }),
        Field(
            "none", \.none,
            "The label in the column that says that no other applies, such as normal; without positive it "
                + "is a class of its own."),
        Field(
            "positive", \.positive,
            "The label that is the positive class of two; all other images are the negative class, unless "
                + "negative names theirs; null: every label is a class."),
        Field(
            "negative", \.negative,
            "The label of the negative class; images with neither label are left out; null: all images "
                + "without the positive label."),
        Field(
            "names", \.names,
            json: { names in
                .object(
                    names.sorted { $0.key < $1.key }.map {
                        .init($0, $1.map { .string($0) } ?? .null)
                    })
            },
            schema: { _ in
                Schema.described(
                    [
                        "type": "object",
                        "additionalProperties": [
                            "anyOf": [["type": "string", "minLength": 1], ["type": "null"]]
                        ],
                    ],
                    "The names of classes for labels in the table, such as { \"nv\": \"benign\", \"mel\": "
                        + "\"malignant\" }; several labels can have one name; images with a label whose name "
                        + "is null are left out.")
            },
            value: { $0.labelNames($1) }),
        Field(
            "uncertain", \.uncertain,
            "The state of uncertain labels (-1): ignore leaves them out of training and metrics; null: an "
                + "uncertain label is an error, unless the layout has a rule."),
        Field(
            "missing", \.missing,
            "The state of labels whose field is empty: ignore leaves them out of training and metrics; "
                + "null: an empty field is an error, unless the layout has a rule."),
        Field(
            "values", \.values,
            json: { values in
                .object(
                    Value.allCases.compactMap { value in
                        values[value].map {
                            .init(value.rawValue, .array($0.map { .string($0) }))
                        }
                    })
            },
            schema: { _ in
                Schema.described(
                    Schema.object(Value.allCases.map { .init($0.rawValue, TableSettings.strings) }),
                    "The texts of fields that mean positive, negative, uncertain or missing, in addition to "
                        + "1, true, yes and positive; 0, false, no and negative; -1; and empty fields."
                )
            },
            value: { $0.labelValues($1) }),
    ]

    @Sendable static func schema(_ catalog: Catalog) -> JSONValue {
        Schema.described(
            [
                "anyOf": [
                    Schema.of(.string), Schema.object(Schema.members(of: Self.self, in: catalog)),
                ]
            ],
            "The column of class names, or an object that describes the labels.")
    }

    /// The name of the column if that is all, otherwise an object.
    var json: JSONValue {
        var bare = TableLabels()
        bare.column = column
        if let column, bare == self { return .string(column) }
        return .object(members)
    }
}

extension TableLabels.Policy: PlainValue {}

extension TrialReader {
    mutating func tableLabels(_ node: LocatedJSON) -> TableLabels? {
        if node.isBroken { return nil }
        if case .scalar(.string(let column)) = node.content {
            var labels = TableLabels()
            labels.column = column
            return labels
        }
        guard let labels = section(node, as: TableLabels.self) else { return nil }
        if isOfRecord { return labels }
        func refuse(_ key: String, _ message: String) -> TableLabels? {
            report((node[key] ?? node).diagnostic(.other(message)))
            return nil
        }
        if labels.column != nil, !labels.columns.isEmpty {
            return refuse("columns", "cannot be combined with column; remove one of them")
        }
        if let positive = labels.positive, labels.negative == positive {
            return refuse("negative", "must differ from positive")
        }
        if labels.separator == "" { return refuse("separator", "must not be empty") }
        return labels
    }

    fileprivate mutating func labelNames(_ node: LocatedJSON) -> [String: String?]? {
        if node.isBroken { return nil }
        guard let members = node.members else {
            let wanted = "an object with the name of a class for each label"
            report(node.diagnostic(.value(.type(expected: wanted, got: node.json))))
            return nil
        }
        var names: [String: String?] = [:]
        for member in members {
            if !member.value.isBroken, member.value.json.isNull {
                names[member.key] = .some(nil)
            } else {
                guard let name = value(member.value, .string)?.text else { return nil }
                if name.isEmpty {
                    report(member.value.diagnostic(.emptyText))
                    return nil
                }
                names[member.key] = name
            }
        }
        return names
    }

    fileprivate mutating func labelValues(
        _ node: LocatedJSON
    ) -> [TableLabels.Value: [String]]? {
        let known = TableLabels.Value.allCases.map(\.rawValue)
        guard let members = object(node, known: known) else { return nil }
        var values: [TableLabels.Value: [String]] = [:]
        var owners: [String: String] = [:]
        for value in TableLabels.Value.allCases {
            guard let given = members[value.rawValue] else { continue }
            guard let texts = distinctTexts(given) else { return nil }
            for text in texts {
                if let other = owners.updateValue(value.rawValue, forKey: text.lowercased()) {
                    report(given.diagnostic(.other("'\(text)' is also in \(other)")))
                    return nil
                }
            }
            values[value] = texts
        }
        return values
    }
}
