import Foundation

/// A path as text, for messages, tables, JSON and reports.
///
/// Most paths are text and stand as they are. A path that is not UTF-8, that contains a control character or one that
/// changes the direction of text, or that contains `\x` and two hexadecimal digits, is escaped: `\xNN` for a byte, `\\`
/// for a backslash. So a text with `\x` and two hexadecimal digits is always an escaped path, any other is the path
/// itself, and no two paths have the same text.
extension FilePath {
    package var text: String {
        if bytes.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != Self.backslash }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        guard let whole = String(validating: bytes, as: UTF8.self),
            !whole.unicodeScalars.contains(where: Self.isEscaped), !Self.looksEscaped(bytes)
        else { return escaped { Self.isEscaped($0) } }
        return whole
    }

    /// The path with this text.
    package init(text: String) {
        let bytes = Array(text.utf8)
        let read = FilePath(bytes: Self.looksEscaped(bytes) ? Self.unescaped(bytes) : bytes)
        // A text that is no path's, such as one with a line break: the bytes themselves.
        self = read.text.utf8.elementsEqual(bytes) ? read : FilePath(bytes: bytes)
    }

    /// The path with all bytes escaped that are not printable ASCII: shows in which Unicode form a name is written.
    package var spelling: String { escaped { !(0x20..<0x7F).contains($0.value) } }

    /// The argument of the command line that `argument` stands for, with bytes that are not UTF-8 as they were given.
    package init(argument: String) {
        if argument.unicodeScalars.contains("\u{FFFD}") {
            for pointer in UnsafeBufferPointer(
                start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
            {
                guard let pointer, String(cString: pointer) == argument else { continue }
                self.init(bytes: UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
                return
            }
        }
        self.init(argument)
    }

    private static let backslash = UInt8(ascii: "\\")

    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Control characters, line and paragraph separators, marks of direction, the byte order mark.
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The byte that `\xNN` at this place stands for.
    private static func escape(in bytes: [UInt8], at index: Int) -> UInt8? {
        guard index + 3 < bytes.count, bytes[index] == backslash,
            bytes[index + 1] == UInt8(ascii: "x"), let high = hex(bytes[index + 2]),
            let low = hex(bytes[index + 3])
        else { return nil }
        return high << 4 | low
    }

    private static func looksEscaped(_ bytes: [UInt8]) -> Bool {
        bytes.indices.contains { escape(in: bytes, at: $0) != nil }
    }

    private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == backslash, index + 1 < bytes.count, bytes[index + 1] == backslash {
                result.append(backslash)
                index += 2
            } else if let byte = escape(in: bytes, at: index) {
                result.append(byte)
                index += 4
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private func escaped(_ isEscaped: (Unicode.Scalar) -> Bool) -> String {
        var result: [UInt8] = []
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var position = 0
        while true {
            let length: Int
            var isPlain = false
            switch parser.parseScalar(from: &rest) {
            case .emptyInput: return String(decoding: result, as: UTF8.self)
            case .error(let count): length = count
            case .valid(let encoded):
                length = encoded.count
                isPlain = !isEscaped(UTF8.decode(encoded))
            }
            for byte in bytes[position..<position + length] {
                if !isPlain {
                    let digits = String(byte, radix: 16, uppercase: true)
                    result += Array("\\x\(byte < 16 ? "0" : "")\(digits)".utf8)
                } else {
                    result += byte == Self.backslash ? [byte, byte] : [byte]
                }
            }
            position += length
        }
    }
}
