/// Cuts CSV text into records; empty lines are skipped, lines may end in LF or CRLF.
package struct CSVParser {
    /// One record.
    package struct Record: Sendable, Hashable {
        /// The line that it begins on, from 1.
        package var line: Int
        package var fields: [String]
    }

    /// A quoted field that begins on this line and does not end.
    package struct UnclosedQuote: Error { package let line: Int }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    package init(_ text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// All records, the header with them.
    package func records() throws(UnclosedQuote) -> [Record] {
        var parser = self
        var records: [Record] = []
        while parser.position < bytes.count {
            let line = parser.line
            let fields = try parser.record()
            if fields != [""] { records.append(Record(line: line, fields: fields)) }
        }
        return records
    }

    private mutating func record() throws(UnclosedQuote) -> [String] {
        var fields = [try field()]
        while position < bytes.count, bytes[position] == UInt8(ascii: ",") {
            position += 1
            fields.append(try field())
        }
        if position < bytes.count, bytes[position] == 13 { position += 1 }
        if position < bytes.count, bytes[position] == 10 { position += 1 }
        line += 1
        return fields
    }

    private mutating func field() throws(UnclosedQuote) -> String {
        var text: [UInt8] = []
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            try quoted(into: &text)
        }
        while position < bytes.count, ![UInt8(ascii: ","), 10, 13].contains(bytes[position]) {
            text.append(bytes[position])
            position += 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func quoted(into text: inout [UInt8]) throws(UnclosedQuote) {
        let start = line
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < bytes.count, bytes[position] == byte else { return }
                position += 1
            }
            if byte == 10 { line += 1 }
            text.append(byte)
        }
        throw UnclosedQuote(line: start)
    }
}
