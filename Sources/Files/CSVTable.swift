/// A table of text with a header, as in RFC 4180: fields with commas, quotes, line breaks or blanks
/// at their ends are quoted.
package struct CSVTable: Sendable, Hashable {
    package var header: [String]
    package var rows: [[String]]

    package init(header: [String], rows: [[String]] = []) {
        self.header = header
        self.rows = rows
    }

    /// The text of the file; lines end in a line feed.
    package var text: String {
        ([header] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
    }

    /// The shortest decimal that reads back as the same number; `nan`, `inf` and `-inf` for what is
    /// none.
    package static func text(of number: Double) -> String {
        if abs(number) < 0x1p53, let whole = Int(exactly: number) { return String(whole) }
        return number.description
    }

    /// A number, or an empty field where there is none.
    package static func text(of number: Double?) -> String { number.map { text(of: $0) } ?? "" }

    private static func quoted(_ field: String) -> String {
        let bytes = Array(field.utf8)
        // What `CSVParser` would take for no part of the field.
        let hasBlanks =
            CSVBlank.length(bytes, at: 0) > 0 || CSVBlank.length(bytes, before: bytes.count) > 0
        let isPlain =
            field.utf8.allSatisfy { byte in
                byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != 10 && byte != 13
            } && !hasBlanks
        if isPlain { return field }
        // By bytes: a quote and a combining mark after it are one character.
        let quote = UInt8(ascii: "\"")
        let inner = field.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return String(decoding: [quote] + inner + [quote], as: UTF8.self)
    }
}
