import JSON
import Vocabulary

/// The part of JSON Schema that the schema of studies uses. An unknown keyword is an error of the
/// test.
struct SchemaValidator {
    struct UnknownKeyword: Error { let name: String }

    let root: JSONValue

    func isValid(_ value: JSONValue) throws -> Bool { try isValid(value, root) }

    private func isValid(_ value: JSONValue, _ schema: JSONValue) throws -> Bool {
        guard let members = schema.members else { return schema.bool == true }
        for member in members where try !holds(member.key, member.value, value, schema) {
            return false
        }
        return true
    }

    private func holds(
        _ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ schema: JSONValue
    ) throws -> Bool {
        switch keyword {
        case "$schema", "$defs", "title", "description", "default", "patternProperties": true
        case "$ref":
            try isValid(value, root["$defs"]![String(rule.text!.dropFirst("#/$defs/".count))]!)
        case "type": hasType(rule.text!, value)
        case "const": value == rule
        case "enum": rule.elements!.contains(value)
        case "anyOf": try rule.elements!.contains { try isValid(value, $0) }
        case "allOf": try rule.elements!.allSatisfy { try isValid(value, $0) }
        case "minimum": value.double.map { $0 >= rule.double! } ?? true
        case "exclusiveMinimum": value.double.map { $0 > rule.double! } ?? true
        case "maximum": value.double.map { $0 <= rule.double! } ?? true
        case "exclusiveMaximum": value.double.map { $0 < rule.double! } ?? true
        case "minLength": value.text.map { $0.count >= rule.int! } ?? true
        case "pattern": try value.text.map { try $0.contains(Regex(rule.text!)) } ?? true
        case "required":
            value.members == nil || rule.elements!.allSatisfy { value[$0.text!] != nil }
        case "properties", "additionalProperties": try membersHold(value, schema)
        case "propertyNames":
            try (value.members ?? []).allSatisfy { try isValid(.string($0.key), rule) }
        case "items": try value.elements?.allSatisfy { try isValid($0, rule) } ?? true
        case "minItems": value.elements.map { $0.count >= rule.int! } ?? true
        case "uniqueItems": value.elements.map { Set($0).count == $0.count } ?? true
        default: throw UnknownKeyword(name: keyword)
        }
    }

    private func hasType(_ type: String, _ value: JSONValue) -> Bool {
        switch type {
        case "object": value.members != nil
        case "array": value.elements != nil
        case "string": value.text != nil
        case "number": value.double != nil
        case "integer": value.int != nil
        case "boolean": value.bool != nil
        default: value.isNull
        }
    }

    private func membersHold(_ value: JSONValue, _ schema: JSONValue) throws -> Bool {
        for member in value.members ?? [] {
            var rules = [schema["properties"]?[member.key]].compactMap { $0 }
            for pattern in schema["patternProperties"]?.members ?? []
            where try member.key.contains(Regex(pattern.key)) {
                rules.append(pattern.value)
            }
            if rules.isEmpty { rules = [schema["additionalProperties"] ?? true] }
            if try !rules.allSatisfy({ try isValid(member.value, $0) }) { return false }
        }
        return true
    }
}
