import Foundation

/// The text form of file names, which are bytes: a name can contain any byte except `/` and NUL.
///
/// Inside the program, and in every file that it writes, a name is a `String` in this form. The
/// form has no control characters and is in Unicode normalization form C. Therefore names that
/// differ in any byte are different Swift strings, and no name can break a line, a field or a path.
/// A name of printable ASCII without a backslash equals its text form, and so does any other
/// printable name in form C. In other names, a byte is written as `\xNN` and a backslash as `\\`;
/// `bytes(of:)` gives the name back.
package enum FileName {
    /// The text form of a name, given as bytes.
    package static func text(of name: some Sequence<UInt8>) -> String {
        let bytes = Array(name)
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) && $0 != backslash }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        let text = escaped(bytes) { isPrintable($0) }
        if Array(text.precomposedStringWithCanonicalMapping.utf8) == Array(text.utf8),
            !joinsPunctuation(text)
        {
            return text
        }
        return escaped(bytes) { $0.isASCII && isPrintable($0) }
    }

    /// The name with every byte that is not a printable ASCII character written as `\xNN`, to show
    /// how two names differ.
    package static func ascii(of name: [UInt8]) -> String {
        escaped(name) { $0.isASCII && isPrintable($0) }
    }

    /// The name of a text form; nil if the text is not the form of a name.
    package static func bytes(of text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte != backslash {
                bytes.append(byte)
            } else if rest.first == backslash {
                bytes.append(backslash)
                rest.removeFirst()
            } else if rest.count >= 3, rest.first == UInt8(ascii: "x"),
                let value = UInt8(
                    String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest.removeFirst(3)
            } else {
                return nil
            }
        }
        return Array(Self.text(of: bytes).utf8) == Array(text.utf8) ? bytes : nil
    }

    /// The text form for a path that a user wrote: each component that is a valid text form is
    /// kept, and others are converted from their bytes.
    package static func text(meantBy text: String) -> String {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.map { part in
            let component = String(decoding: part, as: UTF8.self)
            return bytes(of: component) == nil ? self.text(of: part) : component
        }.joined(separator: "/")
    }

    private static let backslash = UInt8(ascii: "\\")

    /// - Parameter keeps: returns true for characters that are not escaped.
    private static func escaped(_ bytes: [UInt8], keeps: (Unicode.Scalar) -> Bool) -> String {
        var text = ""
        var decoder = UTF8()
        var position = 0
        while position < bytes.count {
            // One character at a time, so that the position of invalid bytes is known.
            var rest = bytes[position...].makeIterator()
            switch decoder.decode(&rest) {
            case .scalarValue(let scalar):
                let width = UTF8.width(scalar)
                let part = bytes[position..<position + width]
                if scalar == "\\" {
                    text += "\\\\"
                } else if keeps(scalar) {
                    text.unicodeScalars.append(scalar)
                } else {
                    text += part.map(hexadecimal).joined()
                }
                position += width
            case .error:
                text += hexadecimal(bytes[position])
                position += 1
            case .emptyInput: return text
            }
            decoder = UTF8()
        }
        return text
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    /// False for control characters, line and paragraph separators, and characters that change the
    /// direction of text.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
            false
        case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
        default: true
        }
    }

    /// True if a character such as a combining mark would combine with the `/` before the name, or
    /// with punctuation in it, so that a text could no longer be split there.
    private static func joinsPunctuation(_ text: String) -> Bool {
        ("/" + text).contains { character in
            guard let first = character.unicodeScalars.first, first.isASCII else { return false }
            return character.unicodeScalars.count > 1 && !first.properties.isAlphabetic
        }
    }
}
