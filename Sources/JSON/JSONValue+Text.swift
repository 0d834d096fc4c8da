extension JSONValue {
    /// The value on one line with sorted keys and no spaces. Equal values give equal text, so it
    /// can be hashed.
    package var canonical: String {
        var writer = JSONWriter(style: .canonical)
        writer.write(self, indent: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The value with two spaces of indentation, keys in their order, and a line feed at the end.
    package var pretty: String {
        var writer = JSONWriter(style: .pretty)
        writer.write(self, indent: 0)
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    /// The shortest text that reads back as the same number; whole numbers have no fraction.
    /// Infinity and NaN, which JSON does not have, give `null`.
    package static func text(of number: Double) -> String {
        if !number.isFinite { return "null" }
        if abs(number) < 0x1p53, let whole = Int(exactly: number) { return String(whole) }
        return number.description
    }
}

/// A writer of JSON in UTF-8.
private struct JSONWriter {
    enum Style { case canonical, pretty }

    let style: Style
    var bytes: [UInt8] = []

    init(style: Style) { self.style = style }

    mutating func write(_ value: JSONValue, indent: Int) {
        switch value {
        case .null: bytes += "null".utf8
        case .boolean(let value): bytes += (value ? "true" : "false").utf8
        case .number(let number): bytes += JSONValue.text(of: number).utf8
        case .string(let text): write(text)
        case .array(let elements):
            list("[", "]", elements, indent) { $0.write($1, indent: indent + 1) }
        case .object(let members):
            list("{", "}", style == .canonical ? sorted(members) : members, indent) {
                $0.write($1.key)
                $0.bytes += ($0.style == .canonical ? ":" : ": ").utf8
                $0.write($1.value, indent: indent + 1)
            }
        }
    }

    private func sorted(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
        members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private mutating func list<T>(
        _ open: String, _ close: String, _ items: [T], _ indent: Int,
        _ item: (inout JSONWriter, T) -> Void
    ) {
        bytes += open.utf8
        for (index, each) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(indent + 1)
            item(&self, each)
        }
        if !items.isEmpty { breakLine(indent) }
        bytes += close.utf8
    }

    private mutating func breakLine(_ indent: Int) {
        guard style == .pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes += repeatElement(UInt8(ascii: " "), count: 2 * indent)
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += #"\""#.utf8
            case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
            case 0x08: bytes += #"\b"#.utf8
            case 0x09: bytes += #"\t"#.utf8
            case 0x0A: bytes += #"\n"#.utf8
            case 0x0C: bytes += #"\f"#.utf8
            case 0x0D: bytes += #"\r"#.utf8
            case 0..<0x20:
                bytes += (#"\u00"# + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
