import JSON
import Vocabulary

/// Builders for the JSON Schema (draft 2020-12) of settings.
enum Schema {
    static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/$defs/" + name)] }

    static func object(_ members: [JSONValue.Member], required: [JSONValue] = []) -> JSONValue {
        [
            "type": "object", "properties": .object(members), "required": .array(required),
            "additionalProperties": false,
        ]
    }

    static func described(
        _ schema: JSONValue, _ text: String, _ fallback: JSONValue? = nil
    ) -> JSONValue {
        var schema = schema
        schema["description"] = .string(text)
        schema["default"] = fallback
        return schema
    }

    static func nullable(_ schema: JSONValue) -> JSONValue {
        ["anyOf": [["type": "null"], schema]]
    }

    /// The declared settings of a section; a shared setting is a reference to its definition.
    static func members<Settings: DeclaredSettings>(
        of type: Settings.Type, in catalog: Catalog
    ) -> [JSONValue.Member] {
        type.fields.map { .init($0.name, $0.isShared ? reference($0.name) : $0.schema(catalog)) }
    }

    /// The definitions of the shared settings of a section.
    static func definitions<Settings: DeclaredSettings>(
        of type: Settings.Type, in catalog: Catalog
    ) -> [JSONValue.Member] {
        type.fields.filter(\.isShared).map { .init($0.name, $0.schema(catalog)) }
    }

    /// The schema of a kind: its name alone, or an object with its settings.
    /// - Parameter beside: settings in addition to those of the kind.
    static func family(
        _ family: Catalog.Family, in catalog: Catalog, beside: [JSONValue.Member] = []
    ) -> JSONValue {
        let kinds = catalog[keyPath: family.kinds]
        let bare = kinds.map { kind -> JSONValue in
            ["const": .string(kind.kind), "description": .string(kind.summary)]
        }
        let objects = kinds.map { kind in
            let name = JSONValue.Member("kind", ["const": .string(kind.kind)])
            return described(
                object([name] + members(kind.settings) + beside, required: ["kind"]), kind.summary)
        }
        return ["anyOf": .array(bare + objects)]
    }

    static func members(_ settings: [Setting]) -> [JSONValue.Member] {
        settings.map { .init($0.name, of($0)) }
    }

    static func of(_ setting: Setting) -> JSONValue {
        let schema = of(setting.kind)
        return described(
            setting.fallback == .null ? nullable(schema) : schema, setting.summary,
            setting.fallback)
    }

    static func of(_ kind: Setting.Kind) -> JSONValue {
        switch kind {
        case .number(let range): bounded("number", range)
        case .integer(let range): bounded("integer", NumberRange(range))
        case .boolean: ["type": "boolean"]
        case .string: ["type": "string"]
        case .choice(let names): ["enum": .array(names.map { .string($0) })]
        case .names(let names):
            [
                "type": "array", "items": ["enum": .array(names.map { .string($0) })],
                "minItems": 1, "uniqueItems": true,
            ]
        // Settings without a default are not required here: a sweep may give them.
        case .object(let settings, _): object(members(settings))
        }
    }

    private static func bounded(_ type: String, _ range: NumberRange) -> JSONValue {
        var schema: JSONValue = ["type": .string(type)]
        if range.lower.isFinite {
            schema[range.includesLower ? "minimum" : "exclusiveMinimum"] = .number(range.lower)
        }
        if range.upper.isFinite {
            schema[range.includesUpper ? "maximum" : "exclusiveMaximum"] = .number(range.upper)
        }
        return schema
    }
}
