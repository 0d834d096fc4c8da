import Files

/// A position in a pickle, from which the opcodes and their operands are read.
struct PickleCursor {
    private let bytes: FileWindow
    let path: String
    /// The offset of the next byte to read.
    private(set) var offset: Int
    /// The offset of the current opcode, for messages.
    private(set) var opcodeOffset = 0

    /// The longest text that is kept, in bytes. Names of parameters are much shorter.
    private static let longestText = 1 << 16

    init(_ bytes: FileWindow, at offset: Int, path: String) {
        self.bytes = bytes
        self.offset = offset
        self.path = path
    }

    func failure(_ what: String) -> WeightsError {
        WeightsError(path, .pickle(what, at: opcodeOffset))
    }

    /// Reads the next opcode.
    mutating func opcode() throws -> UInt8 {
        opcodeOffset = offset
        return try fixed(UInt8.self)
    }

    private mutating func fixed<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) throws -> T
    {
        guard let value = bytes.integer(type, at: offset) else {
            throw failure("unexpected end of the pickle")
        }
        offset += MemoryLayout<T>.size
        return value
    }

    mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) throws -> Int {
        guard let value = Int(exactly: try fixed(type)) else {
            throw failure("a length is too large")
        }
        return value
    }

    /// Steps over `length` bytes.
    mutating func skip(_ length: Int) throws -> PickleValue {
        guard let range = bytes.range(at: offset, length: length) else {
            throw failure("a value of \(length) bytes is truncated")
        }
        offset = range.upperBound
        return .opaque
    }

    /// Reads a text of `length` bytes; a text that is very long or not UTF-8 is opaque.
    mutating func text(length: Int) throws -> PickleValue {
        let start = offset
        _ = try skip(length)
        guard length <= Self.longestText, let text = bytes.text(at: start, length: length) else {
            return .opaque
        }
        return .text(text)
    }

    /// Reads up to the end of the line, as opcodes of protocols 0 and 1 write their operands.
    mutating func line() throws -> String {
        guard let end = bytes.index(of: UInt8(ascii: "\n"), from: offset) else {
            throw failure("a line is truncated")
        }
        guard let line = bytes.text(at: offset, length: end - offset) else {
            throw failure("a line is not UTF-8")
        }
        offset = end + 1
        return line
    }

    /// Reads a decimal integer up to the end of the line.
    mutating func decimal() throws -> Int? {
        let line = try line()
        return Int(line.hasSuffix("L") ? line.dropLast() : line[...])
    }

    mutating func double() throws -> Double {
        // This is the only big-endian operand.
        Double(bitPattern: try fixed(UInt64.self).byteSwapped)
    }

    /// Reads a little-endian two's complement integer of `length` bytes.
    mutating func long(length: Int) throws -> PickleValue {
        guard (0...8).contains(length) else { return try skip(length) }
        var value: UInt64 = 0
        var last: UInt8 = 0
        for index in 0..<length {
            last = try fixed(UInt8.self)
            value |= UInt64(last) << UInt64(8 * index)
        }
        if last >= 0x80, length < 8 { value |= ~0 << UInt64(8 * length) }
        return .integer(Int(Int64(bitPattern: value)))
    }
}
