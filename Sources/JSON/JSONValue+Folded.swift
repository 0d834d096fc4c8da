extension JSONValue {
    /// Text for a file that people edit: indented by two spaces, keys in their order, a line feed
    /// at the end. Below the second level, arrays and objects that fit into 100 columns take one
    /// line.
    package var folded: String { folded(level: 0, indent: 0, start: 0) + "\n" }

    private static let width = 100

    /// - Parameters:
    ///   - level: the number of objects around this value.
    ///   - indent: the indentation of the line that this value begins in, in columns.
    ///   - start: the column that this value begins in.
    private func folded(level: Int, indent: Int, start: Int) -> String {
        let line = self.line
        let mustBreak = level < 2 && (members ?? []).isEmpty == false
        // One column for the comma.
        if !mustBreak, start + line.count < Self.width { return line }
        let inner = indent + 2
        func broken(_ open: String, _ items: [String], _ close: String) -> String {
            let lines = items.map { String(repeating: " ", count: inner) + $0 }
            return open + "\n" + lines.joined(separator: ",\n") + "\n"
                + String(repeating: " ", count: indent) + close
        }
        switch self {
        case .array(let elements) where !elements.isEmpty:
            let items = elements.map { $0.folded(level: level + 1, indent: inner, start: inner) }
            return broken("[", items, "]")
        case .object(let members) where !members.isEmpty:
            let items = members.map { member in
                let key = JSONValue.string(member.key).canonical + ": "
                return key
                    + member.value.folded(
                        level: level + 1, indent: inner, start: inner + key.count)
            }
            return broken("{", items, "}")
        default: return line
        }
    }

    /// This value in one line, with spaces behind colons and commas and within braces.
    private var line: String {
        switch self {
        case .array(let elements):
            "[" + elements.map(\.line).joined(separator: ", ") + "]"
        case .object(let members):
            members.isEmpty
                ? "{}"
                : "{ "
                    + members.map { JSONValue.string($0.key).canonical + ": " + $0.value.line }
                    .joined(separator: ", ") + " }"
        case .null, .boolean, .number, .string: canonical
        }
    }
}
