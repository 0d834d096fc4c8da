/// A parser that splits the text of a table into records. Empty lines are skipped; lines end with
/// LF, CRLF or CR.
package struct CSVParser {
    /// A record of a table.
    package struct Record: Sendable, Hashable {
        /// The line on which the record begins, from 1.
        package var line: Int
        /// The fields without quotes.
        package var fields: [String]

        package init(line: Int, fields: [String]) {
            self.line = line
            self.fields = fields
        }
    }

    /// The error for a quoted field that begins on this line and does not end.
    package struct UnclosedQuote: Error { package let line: Int }

    private let bytes: [UInt8]
    private let separator: UInt8
    private let trims: Bool
    private var position = 0
    private var line = 1

    /// - Parameters:
    ///   - separator: the byte between fields.
    ///   - trims: true to remove white space around fields, except inside quotes.
    package init(_ text: String, separator: UInt8 = UInt8(ascii: ","), trims: Bool = false) {
        bytes = Array(text.utf8)
        self.separator = separator
        self.trims = trims
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// All records, including the header.
    package func records() throws(UnclosedQuote) -> [Record] {
        var parser = self
        var records: [Record] = []
        while let record = try parser.next() { records.append(record) }
        return records
    }

    /// The next record; nil at the end.
    package mutating func next() throws(UnclosedQuote) -> Record? {
        while position < bytes.count {
            let start = line
            let fields = try record()
            if fields != [""] { return Record(line: start, fields: fields) }
        }
        return nil
    }

    private mutating func record() throws(UnclosedQuote) -> [String] {
        var fields = [try field()]
        while position < bytes.count, bytes[position] == separator {
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
        if trims { while let count = blank(bytes, at: position) { position += count } }
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            try quoted(into: &text)
        }
        let quoted = text.count
        while position < bytes.count, ![separator, 10, 13].contains(bytes[position]) {
            text.append(bytes[position])
            position += 1
        }
        while trims {
            let count = CSVBlank.length(text, before: text.count)
            if count == 0 || text.count - count < quoted { break }
            text.removeLast(count)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The length of the white space at a position; nil if there is none, or if it is the
    /// separator.
    private func blank(_ bytes: [UInt8], at position: Int) -> Int? {
        let count = CSVBlank.length(bytes, at: position)
        return count == 0 || bytes[position] == separator ? nil : count
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
