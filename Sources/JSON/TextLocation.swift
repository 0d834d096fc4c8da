/// A source location in a text: a line and a column.
package struct TextLocation: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The line, from 1.
    package var line: Int
    /// The column in characters, from 1.
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package var description: String { "\(line):\(column)" }

    package static func < (a: TextLocation, b: TextLocation) -> Bool {
        (a.line, a.column) < (b.line, b.column)
    }

    /// The location of the byte at `offset`; a byte order mark does not count as a column.
    package init(offset: Int, in bytes: [UInt8]) {
        let end = min(offset, bytes.count)
        var line = 1
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, end) : 0
        for index in start..<end where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            start = index + 1
        }
        let before = bytes[start..<end]
        let isASCII = before.allSatisfy { $0 < 0x80 }
        let count = isASCII ? before.count : String(decoding: before, as: UTF8.self).count
        self.init(line: line, column: count + 1)
    }
}
