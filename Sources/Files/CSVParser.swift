/// Cuts the text of a table into records; empty lines are skipped, lines may end in LF, CRLF or CR.
package struct CSVParser {
    /// One record.
    package struct Record: Sendable, Hashable {
        /// The line that it begins on, from 1.
        package var line: Int
        package var fields: [String]

        package init(line: Int, fields: [String]) {
            self.line = line
            self.fields = fields
        }
    }

    /// A quoted field that begins on this line and does not end.
    package struct UnclosedQuote: Error { package let line: Int }

    private let bytes: [UInt8]
    private let separator: UInt8
    private let trims: Bool
    private var position = 0
    private var line = 1

    /// - Parameters:
    ///   - separator: the byte between fields.
    ///   - trims: whether blanks of any kind around fields go, but for those within quotes.
    package init(_ text: String, separator: UInt8 = UInt8(ascii: ","), trims: Bool = false) {
        bytes = Array(text.utf8)
        self.separator = separator
        self.trims = trims
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// All records, the header with them.
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

    /// The length of the blank at a position; nil where there is none, or one that separates
    /// fields.
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
