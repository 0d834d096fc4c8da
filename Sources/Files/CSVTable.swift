/// A table of texts with a header, as in RFC 4180. Fields with commas, quotes or line breaks, or
/// with white space at their ends, are quoted.
package struct CSVTable: Sendable, Hashable {
    /// The names of the columns.
    package var header: [String]
    /// The rows, each as long as the header.
    package var rows: [[String]]

    package init(header: [String], rows: [[String]] = []) {
        self.header = header
        self.rows = rows
    }

    /// The text of the file; lines end with a line feed.
    package var text: String {
        ([header] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
    }

    /// The shortest decimal number that reads back as the same number; `nan`, `inf` or `-inf` if it
    /// is not finite.
    package static func text(of number: Double) -> String {
        if abs(number) < 0x1p53, let whole = Int(exactly: number) { return String(whole) }
        return number.description
    }

    /// The text of a number; empty if there is none.
    package static func text(of number: Double?) -> String { number.map { text(of: $0) } ?? "" }

    private static func quoted(_ field: String) -> String {
        let bytes = Array(field.utf8)
        // White space that `CSVParser` would remove.
        let hasBlanks =
            CSVBlank.length(bytes, at: 0) > 0 || CSVBlank.length(bytes, before: bytes.count) > 0
        let isPlain =
            field.utf8.allSatisfy { byte in
                byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != 10 && byte != 13
            } && !hasBlanks
        if isPlain { return field }
        // Compared as bytes, because a quote followed by a combining mark is one character.
        let quote = UInt8(ascii: "\"")
        let inner = field.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return String(decoding: [quote] + inner + [quote], as: UTF8.self)
    }
}
