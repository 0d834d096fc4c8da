import Evaluation
import JSON
import Vocabulary

/// The section `subgroups` of a study file. It does not change what is trained and is not part of a
/// trial's key.
extension SubgroupSettings: DeclaredSettings {
    init() { self.init(attributes: nil, by: []) }

    static let section = key

    static let fields: [Field<Self>] = [
        Field(
            "attributes", \.attributes, effect: .none,
            json: { $0.map { .string($0) } ?? .null },
            schema: { _ in
                Schema.described(
                    Schema.nullable(Schema.of(.string)),
                    "A CSV file with a row for each image, relative to the study file: the image in the "
                        + "column file, filename, image or path, otherwise in the first column; its "
                        + "attributes in the other columns; null: the attributes of dataset.table.",
                    .null)
            },
            value: { reader, node in
                if !node.isBroken, node.json.isNull { return .some(nil) }
                return reader.absolutePath(node).map { .some($0) }
            }),
        Field(
            "by", \.by, effect: .none, json: { .array($0.map(\.json)) },
            schema: { _ in bySchema }, value: { $0.attributes($1) }),
    ]

    private static let bySchema = Schema.described(
        [
            "type": "array",
            "items": [
                "anyOf": [
                    ["type": "string", "minLength": 1],
                    [
                        "type": "object", "minProperties": 1, "maxProperties": 1,
                        "additionalProperties": [
                            "anyOf": [
                                ["type": "string", "minLength": 1],
                                ["type": "array", "minItems": 1, "items": ["type": "number"]],
                            ]
                        ],
                    ],
                ]
            ],
        ],
        "The attributes: a column of the table; a number in bins, such as {\"age\": [40, 60]} for < 40, "
            + "40 to < 60 and >= 60; image.width, image.height or image.size (the shorter side, in "
            + "pixels), with bins; dicom.sex, dicom.age, dicom.view, dicom.bodyPart, dicom.laterality "
            + "or dicom.manufacturer of DICOM files; or the first capture group of a regular expression in the file name, "
            + "such as {\"subtype\": \"name:(bacteria|virus)\"}. Empty: all columns of the table.")
}

extension AttributeSetting {
    /// The attribute as an element of `subgroups.by`.
    fileprivate var json: JSONValue {
        if bounds.isEmpty {
            return name == word ? .string(word) : .object([.init(name, .string(word))])
        }
        guard name != word else {
            return .object([.init(word, .array(bounds.map { .number($0) }))])
        }
        let list = bounds.map { JSONValue.number($0).line }.joined(separator: ",")
        return .object([.init(name, .string("\(word):\(list)"))])
    }
}

extension TrialReader {
    /// Reads the section `subgroups`; nil if an error was reported.
    /// - Parameter hasTable: true if the data set has a table, whose attributes can be used.
    mutating func subgroups(_ node: LocatedJSON, hasTable: Bool) -> SubgroupSettings? {
        guard let settings = section(node, as: SubgroupSettings.self),
            check(settings, node, hasTable: hasTable)
        else { return nil }
        if !hasTable, settings.attributes == nil, settings.by.isEmpty {
            report(
                node.diagnostic(
                    .other("names no attribute; set \"attributes\", \"by\" or both")))
            return nil
        }
        return settings
    }

    /// Checks that attributes in columns have a table.
    /// - Parameter hasTable: true if the images have a table, whose attributes can be used.
    /// - Returns: false if an error was reported.
    mutating func check(
        _ settings: SubgroupSettings, _ node: LocatedJSON, hasTable: Bool
    ) -> Bool {
        if hasTable { return true }
        let column = settings.by.lazy.compactMap { setting -> String? in
            if case .column(let column) = setting.source { column } else { nil }
        }.first
        if settings.attributes == nil, let column {
            report(
                node.diagnostic(
                    .other(
                        "the attribute '\(column)' is a column of a table; set \"attributes\" to the "
                            + "path of the table")))
            return false
        }
        return true
    }

    fileprivate mutating func attributes(_ node: LocatedJSON) -> [AttributeSetting]? {
        guard let elements = elements(node) else { return nil }
        var settings: [AttributeSetting] = []
        for element in elements {
            if element.isBroken { return nil }
            do {
                let setting = try Self.attribute(element.json)
                guard !settings.contains(where: { $0.name == setting.name }) else {
                    report(
                        element.diagnostic(.other("the attribute '\(setting.name)' is named twice"))
                    )
                    return nil
                }
                settings.append(setting)
            } catch {
                report(element.diagnostic(.other("\(error)")))
                return nil
            }
        }
        return settings
    }

    private static func attribute(_ json: JSONValue) throws(AttributeSettingError)
        -> AttributeSetting
    {
        if let text = json.text { return try AttributeSetting(text) }
        guard let members = json.members, members.count == 1, let member = members.first else {
            throw AttributeSettingError(
                "expected \(AttributeSetting.expected); got \(json.excerpt)")
        }
        if let text = member.value.text {
            let setting = try AttributeSetting(text)
            return try AttributeSetting(
                name: member.key, setting.source, bounds: setting.bounds)
        }
        let numbers = member.value.elements?.map(\.double) ?? []
        let bounds = numbers.compactMap { $0 }
        guard !bounds.isEmpty, bounds.count == numbers.count else {
            throw AttributeSettingError(
                "'\(member.key)': expected the increasing bounds of bins, such as [40, 60]; got "
                    + "\(member.value.excerpt)")
        }
        return try AttributeSetting(
            name: member.key, AttributeSetting.source(member.key), bounds: bounds)
    }
}
