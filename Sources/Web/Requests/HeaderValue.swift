/// The value of a header with parameters: `form-data; name="image"; filename="a.png"`.
///
/// It is parsed as bytes: a quote and a combining mark after it are one character of Swift.
struct HeaderValue {
    /// The value before the parameters, in lower case.
    let main: String
    /// The values of the parameters without quotes, by names in lower case.
    private let parameters: [String: [UInt8]]

    init(_ text: some Collection<UInt8>) {
        let fields = Self.fields(text)
        main = Self.text(Self.trimmed(fields[0])).lowercased()
        parameters = Dictionary(
            fields.dropFirst().compactMap { field in
                field.firstIndex(of: UInt8(ascii: "=")).map { index in
                    (
                        Self.text(Self.trimmed(field[..<index])).lowercased(),
                        Self.unquoted(Self.trimmed(field[(index + 1)...]))
                    )
                }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// A parameter: in the extended form of RFC 8187 (`filename*=UTF-8''...`), plain, or in the
    /// numbered parts of RFC 2231 (`filename*0="..."`).
    subscript(_ name: String) -> String? {
        parameters["\(name)*"].flatMap { Self.decoded(Extended($0)) }
            ?? parameters[name].map { Self.text($0) } ?? continued(name)
    }

    private func continued(_ name: String) -> String? {
        var whole = Extended([])
        var number = 0
        while true {
            if let part = parameters["\(name)*\(number)"] {
                whole.bytes += part
            } else if let part = parameters["\(name)*\(number)*"] {
                let part = number == 0 ? Extended(part) : Extended(charset: whole.charset, part)
                whole = Extended(charset: part.charset, whole.bytes + part.bytes, isDecoded: true)
            } else {
                return number == 0 ? nil : Self.decoded(whole)
            }
            number += 1
        }
    }

    // MARK: - Syntax

    private static let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))

    /// The texts between semicolons that are not in quotes; at least one.
    private static func fields(_ text: some Collection<UInt8>) -> [ArraySlice<UInt8>] {
        let bytes = Array(text)
        var fields: [ArraySlice<UInt8>] = []
        var (start, isQuoted, isEscaped) = (0, false, false)
        for (index, byte) in bytes.enumerated() {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == backslash {
                isEscaped = true
            } else if byte == quote {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ";"), !isQuoted {
                fields.append(bytes[start..<index])
                start = index + 1
            }
        }
        return fields + [bytes[start...]]
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { [0x09, 0x0A, 0x0D, 0x20].contains(byte) }
        let rest = bytes.drop(while: isSpace)
        return rest.prefix(rest.count - rest.reversed().prefix(while: isSpace).count)
    }

    /// The text in quotes, or the text itself. A backslash only escapes a quote or a backslash,
    /// since some clients send a path of Windows without escapes.
    private static func unquoted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.first == quote else { return Array(bytes) }
        var (text, isEscaped): ([UInt8], Bool) = ([], false)
        for byte in bytes.dropFirst() {
            if isEscaped {
                if byte != quote, byte != backslash { text.append(backslash) }
                text.append(byte)
                isEscaped = false
            } else if byte == backslash {
                isEscaped = true
            } else if byte == quote {
                break
            } else {
                text.append(byte)
            }
        }
        return text
    }

    // MARK: - Text

    /// UTF-8, or Latin-1 if the bytes are not valid UTF-8.
    private static func text(_ bytes: some Collection<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self) ?? latin1(bytes)
    }

    private static func latin1(_ bytes: some Collection<UInt8>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: bytes.map { Unicode.Scalar($0) })
        return text
    }

    /// A value of the form `charset'language'percent-encoded`.
    private struct Extended {
        var charset = "utf-8"
        var bytes: [UInt8]

        init(charset: String, _ bytes: [UInt8], isDecoded: Bool = false) {
            self.charset = charset
            self.bytes = isDecoded ? bytes : PercentEncoding.decoded(bytes)
        }

        init(_ bytes: [UInt8]) {
            let parts = bytes.split(
                separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else {
                self.init(charset: "utf-8", bytes)
                return
            }
            let name = HeaderValue.text(parts[0]).lowercased()
            self.init(charset: name.isEmpty ? "utf-8" : name, Array(parts[2]))
        }
    }

    /// The text; nil for an unknown charset or invalid UTF-8.
    private static func decoded(_ value: Extended) -> String? {
        switch value.charset {
        case "utf-8", "us-ascii": String(validating: value.bytes, as: UTF8.self)
        case "iso-8859-1": latin1(value.bytes)
        default: nil
        }
    }
}

/// Percent encoding of bytes (RFC 3986).
enum PercentEncoding {
    /// The bytes with each `%` and two hexadecimal digits replaced by their byte.
    /// - Parameter only: the bytes that are decoded; nil: all.
    static func decoded(_ bytes: some Collection<UInt8>, only: Set<UInt8>? = nil) -> [UInt8] {
        let bytes = Array(bytes)
        var (result, index): ([UInt8], Int) = ([], 0)
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2]),
                only?.contains(high << 4 | low) ?? true
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
