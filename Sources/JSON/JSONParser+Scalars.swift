extension JSONParser {
    /// Reads a string; the position is at its opening quote.
    package mutating func string() throws(Failure) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        var plain = position
        while true {
            switch peek {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                if text.isEmpty { return String(decoding: bytes[plain..<position], as: UTF8.self) }
                text += bytes[plain..<position]
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                if position + 1 == bytes.count {
                    throw Failure(offset: start, issue: .missingQuote)
                }
                text += bytes[plain..<position]
                text += String(try escape()).utf8
                plain = position
            case 0x0A, 0x0D: throw Failure(offset: start, issue: .missingQuote)
            case 0 where position >= bytes.count: throw Failure(offset: start, issue: .missingQuote)
            case 0..<0x20: throw Failure(offset: position, issue: .controlCharacter(peek))
            default: position += 1
            }
        }
    }

    private mutating func escape() throws(Failure) -> Unicode.Scalar {
        let start = position
        position += 1
        let code = peek
        position += 1
        switch code {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(code)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicode(from: start)
        default: throw Failure(offset: start, issue: .invalidEscape(excerpt(start, length: 2)))
        }
    }

    /// Reads the four digits after `\u`, and the second half of a surrogate pair if they are its
    /// first half.
    private mutating func unicode(from start: Int) throws(Failure) -> Unicode.Scalar {
        let high = try fourDigits(from: start)
        if let scalar = Unicode.Scalar(high) { return scalar }
        let lone = Failure(offset: start, issue: .loneSurrogate(excerpt(start, length: 6)))
        guard high < 0xDC00, bytes[position...].starts(with: #"\u"#.utf8) else { throw lone }
        let second = position
        position += 2
        let low = try fourDigits(from: second)
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw lone }
        return scalar
    }

    private mutating func fourDigits(from start: Int) throws(Failure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(peek)).hexDigitValue else {
                throw Failure(offset: start, issue: .invalidEscape(excerpt(start, length: 6)))
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    /// Up to `length` characters of the line beginning at `start`, for an error.
    private func excerpt(_ start: Int, length: Int) -> String {
        let line = bytes[start...].prefix(4 * length).prefix { $0 >= 0x20 }
        return String(String(decoding: line, as: UTF8.self).prefix(length))
    }

    /// Reads `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
    package mutating func number() throws(Failure) -> Double {
        let start = position
        let text = token()
        if peek == UInt8(ascii: "-") { position += 1 }
        let zero = peek == UInt8(ascii: "0")
        let whole = skipDigits()
        if zero && whole > 1 { throw Failure(offset: start, issue: .leadingZero(text)) }
        var isValid = whole > 0
        if peek == UInt8(ascii: ".") {
            position += 1
            isValid = skipDigits() > 0 && isValid
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            isValid = skipDigits() > 0 && isValid
        }
        if ["-Infinity", "-inf", "-NaN", "+Infinity", "+inf"].contains(text) {
            throw Failure(offset: start, issue: .notFinite(text))
        }
        guard isValid, position - start == text.utf8.count, let number = Double(text) else {
            throw Failure(offset: start, issue: .missingDigits(text))
        }
        guard number.isFinite else { throw Failure(offset: start, issue: .notFinite(text)) }
        return number
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek) { position += 1 }
        return position - start
    }
}
