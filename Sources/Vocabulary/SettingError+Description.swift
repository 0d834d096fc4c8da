import JSON

extension SettingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .type(let expected, let got):
            "must be \(expected); got \(got.excerpt)\(Self.hint(expected, got))"
        case .range(let expected, let got): "must be \(expected); got \(JSONValue.text(of: got))"
        case .notWhole(let got): "must be a whole number; got \(JSONValue.text(of: got))"
        case .choice(let names, let got): Names(names).correction(of: got)
        }
    }
}

extension SettingError {
    /// A hint for a likely mistake: a number in quotes, or an array that belongs in `sweep`.
    private static func hint(_ expected: String, _ got: JSONValue) -> String {
        switch got {
        case .string(let text) where expected.contains("number"):
            numberHint(text.filter { !$0.isWhitespace })
        case .string(let text)
        where expected == "true or false"
            && ["true", "false", "yes", "no", "on", "off"].contains(text.lowercased()):
            "; write true or false without quotes"
        case .number where expected == "a string", .boolean where expected == "a string":
            "; write it in double quotes"
        case .array
        where !expected.contains("array") && !expected.contains("numbers")
            && !expected.hasPrefix("an object"):
            "; an array of values to train with goes into \"sweep\""
        default: ""
        }
    }

    /// A hint for a text where a number is expected.
    private static func numberHint(_ text: String) -> String {
        if Double(text) != nil { return "; write the number without quotes" }
        let plain = text.replacing("_", with: "").replacing(",", with: ".")
        if Double(plain) != nil {
            return "; write the number without quotes, with a point before the decimals"
        }
        return ["null", "none"].contains(text.lowercased()) ? "; write null without quotes" : ""
    }
}

extension JSONValue {
    /// The value as a message shows it: a long string is truncated, an array or object is named by
    /// its type.
    package var excerpt: String {
        switch self {
        case .null, .boolean, .number: canonical
        case .string(let text):
            text.count > 40 ? JSONValue.string(text.prefix(37) + "...").canonical : canonical
        case .array(let elements): elements.isEmpty ? "an empty array" : "an array"
        case .object(let members): members.isEmpty ? "an empty object" : "an object"
        }
    }
}
