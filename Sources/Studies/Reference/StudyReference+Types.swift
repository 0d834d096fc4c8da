import JSON
import Vocabulary

extension StudyReference {
    /// The type that a schema describes, such as `integer in [1, 8192], or null`.
    static func type(_ schema: JSONValue) -> String {
        if let name = schema["const"] { return "`\(name.line)`" }
        if let names = schema["enum"]?.elements {
            let list = names.map { "`\($0.line)`" }.joined(separator: ", ")
            return names.count > 1 ? "one of " + list : list
        }
        if let choices = schema["anyOf"]?.elements {
            let others = choices.filter { $0["type"] != "null" }.map(type)
            let text = others.joined(separator: ", or ")
            return others.count == choices.count ? text : text + ", or `null`"
        }
        switch schema["type"]?.text {
        case "array": return array(schema)
        case "object": return object(schema)
        case let type?: return type + range(schema)
        case nil: return "any value"
        }
    }

    private static func array(_ schema: JSONValue) -> String {
        let items = schema["items"].map(type) ?? "any value"
        return "array of " + items + (schema["uniqueItems"] == true ? ", without repetition" : "")
    }

    private static func object(_ schema: JSONValue) -> String {
        let members = (schema["properties"]?.members ?? []).map { member in
            let fallback = member.value["default"].map { "; default `\($0.line)`" } ?? ""
            return "`\(member.key)` (\(type(member.value))\(fallback))"
        }
        return members.isEmpty ? "object" : "object with " + members.joined(separator: ", ")
    }

    /// The range of a number, such as ` in [0, 1)`, or ` greater than 0`.
    private static func range(_ schema: JSONValue) -> String {
        let lower = (schema["minimum"] ?? schema["exclusiveMinimum"])?.double
        let upper = (schema["maximum"] ?? schema["exclusiveMaximum"])?.double
        if lower == nil, upper == nil { return "" }
        let range = NumberRange(
            lower ?? -.infinity, upper ?? .infinity, includesLower: schema["minimum"] != nil,
            includesUpper: schema["maximum"] != nil)
        return " \(range)"
    }
}

extension JSONValue {
    /// This value in one line, with spaces after colons and commas and within braces.
    var line: String {
        switch self {
        case .array(let elements):
            return "[" + elements.map(\.line).joined(separator: ", ") + "]"
        case .object(let members):
            if members.isEmpty { return "{}" }
            let texts = members.map { JSONValue.string($0.key).canonical + ": " + $0.value.line }
            return "{ " + texts.joined(separator: ", ") + " }"
        case .null, .boolean, .number, .string: return canonical
        }
    }
}
