/// A decoder of base64 (RFC 4648): of the standard and of the URL-safe alphabet, with or without
/// padding and line breaks.
enum Base64 {
    /// The reason why a text is not base64.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The values of the digits by byte; `Mark` for other bytes.
    private static let table: [UInt8] = {
        var table = [UInt8](repeating: Mark.invalid, count: 256)
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, byte) in digits.utf8.enumerated() { table[Int(byte)] = UInt8(value) }
        (table[Int(UInt8(ascii: "-"))], table[Int(UInt8(ascii: "_"))]) = (62, 63)
        for byte in [0x09, 0x0A, 0x0D] { table[byte] = Mark.lineBreak }
        table[Int(UInt8(ascii: "="))] = Mark.padding
        return table
    }()

    /// The entries of the table for bytes that are not digits.
    private enum Mark {
        static let (padding, lineBreak, invalid): (UInt8, UInt8, UInt8) = (253, 254, 255)
    }

    /// Decodes a text.
    /// - Throws: `Failure` with the position of the first invalid byte.
    static func decode(_ text: some Collection<UInt8>) throws(Failure) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4 * 3 + 3)
        var (bits, digits, padding): (UInt32, Int, Int) = (0, 0, 0)
        for (index, byte) in text.enumerated() {
            let value = table[Int(byte)]
            switch value {
            case Mark.lineBreak: continue
            case Mark.padding: padding += 1
            case Mark.invalid: throw invalid(byte, at: index)
            default:
                guard padding == 0 else {
                    throw Failure(description: "base64 continues after its padding '='")
                }
                bits = bits << 6 | UInt32(value)
                digits += 1
                if digits == 4 {
                    result += [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
                    (bits, digits) = (0, 0)
                }
            }
        }
        guard digits != 1, padding <= 2, padding == 0 || (digits + padding) == 4 else {
            throw Failure(description: "base64 ends inside a group of 4 characters")
        }
        if digits == 3 { result.append(UInt8(bits >> 10 & 255)) }
        if digits >= 2 {
            result.append(UInt8(digits == 2 ? bits >> 4 & 255 : bits >> 2 & 255))
        }
        return result
    }

    private static func invalid(_ byte: UInt8, at index: Int) -> Failure {
        let shown =
            (0x21..<0x7F).contains(byte)
            ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
        let what = byte == 0x20 ? "a space (was '+' replaced?)" : shown
        return Failure(description: "\(what) at character \(index + 1) is not base64")
    }
}
