/// Cuts CSV text into records; empty lines are skipped, lines may end in LF or CRLF.
struct CSVParser {
    private let bytes: [UInt8]
    private let file: String
    private var position = 0
    private var line = 1

    init(_ text: String, file: String) {
        bytes = Array(text.utf8)
        self.file = file
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    func records() throws(ResultsError) -> [(line: Int, fields: [String])] {
        var parser = self
        var records: [(line: Int, fields: [String])] = []
        while parser.position < bytes.count {
            let line = parser.line
            let fields = try parser.record()
            if fields != [""] { records.append((line, fields)) }
        }
        return records
    }

    private mutating func record() throws(ResultsError) -> [String] {
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

    private mutating func field() throws(ResultsError) -> String {
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

    private mutating func quoted(into text: inout [UInt8]) throws(ResultsError) {
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
        throw .unclosedQuote(file: file, line: start)
    }
}
