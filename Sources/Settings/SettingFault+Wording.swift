extension SettingFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .type(let expected, let got): "must be \(expected); got \(got.excerpt)"
        case .range(let expected, let got): "must be \(expected); got \(JSON.text(of: got))"
        case .notWhole(let got): "must be a whole number; got \(JSON.text(of: got))"
        case .choice(let names, let got): Names(names).correction(of: got)
        }
    }
}

extension JSON {
    /// The value for a message: its type where that is not plain to see, and no more than a few words.
    package var excerpt: String {
        switch self {
        case .null, .boolean, .number: canonical
        case .string(let text):
            text.count > 40 ? JSON.string(text.prefix(37) + "...").canonical : canonical
        case .array(let elements): elements.isEmpty ? "an empty array" : "an array"
        case .object(let members): members.isEmpty ? "an empty object" : "an object"
        }
    }
}
