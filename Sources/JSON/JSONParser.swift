/// A parser of JSON as RFC 8259 defines it, without extensions: no comments, trailing commas or
/// duplicate keys.
struct JSONParser {
    /// A syntax error at a byte offset.
    struct Failure: Error {
        var offset: Int
        var issue: JSONError.Issue
    }

    static let depthLimit = 128

    let bytes: [UInt8]
    var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) throws(Failure) {
        self.bytes = bytes
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            || bytes.count > 3 && (bytes[0] == 0) != (bytes[1] == 0)
        {
            throw Failure(offset: 0, issue: .utf16)
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Failure(offset: Self.firstInvalid(in: bytes), issue: .invalidUTF8)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func document() throws(Failure) -> (JSONValue, JSONSpot) {
        skipSpace()
        if position == bytes.count { throw Failure(offset: position, issue: .empty) }
        do throws(Failure) {
            let result = try value()
            skipSpace()
            if position < bytes.count { throw unexpected("the end of the file") }
            return result
        } catch {
            throw otherFormat ?? error
        }
    }

    /// The error for a text in another format, recognized by its first line that is not a comment.
    private var otherFormat: Failure? {
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for line in bytes[start...].split(separator: 0x0A, omittingEmptySubsequences: false) {
            let text = String(decoding: line, as: UTF8.self).drop { $0.isWhitespace }
            guard text.isEmpty || text.hasPrefix("#") || text.hasPrefix(";") else {
                if text.prefixMatch(of: /---|%YAML|- |[A-Za-z_][\w.\-]*\s*:(?:\s|$)/) != nil {
                    return Failure(offset: start, issue: .otherFormat("YAML"))
                }
                let section = /\[+[A-Za-z_][\w.\-]*\]+\s*$/
                let assignment = /[A-Za-z_][\w.\-]*\s*=/
                if text.prefixMatch(of: assignment) != nil
                    || text.prefixMatch(of: section) != nil && bytes[start...].contains(0x3D)
                {
                    return Failure(offset: start, issue: .otherFormat("TOML or INI"))
                }
                return nil
            }
            start += line.count + 1
        }
        return nil
    }

    mutating func value() throws(Failure) -> (JSONValue, JSONSpot) {
        let start = position
        switch peek {
        case UInt8(ascii: "{"): return try nested { parser throws(Failure) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(Failure) in try parser.array() }
        case UInt8(ascii: "\""): return (.string(try string()), JSONSpot(start: start))
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."):
            return (.number(try number()), JSONSpot(start: start))
        default: return (try word(), JSONSpot(start: start))
        }
    }

    private mutating func nested(
        _ read: (inout JSONParser) throws(Failure) -> (JSONValue, JSONSpot)
    ) throws(Failure) -> (JSONValue, JSONSpot) {
        if depth == Self.depthLimit {
            throw Failure(offset: position, issue: .tooDeep(limit: Self.depthLimit))
        }
        depth += 1
        defer { depth -= 1 }
        return try read(&self)
    }

    private mutating func array() throws(Failure) -> (JSONValue, JSONSpot) {
        var spot = JSONSpot(start: position)
        var elements: [JSONValue] = []
        let close = UInt8(ascii: "]")
        position += 1
        skipSpace()
        while peek != close {
            let (element, child) = try value()
            elements.append(element)
            spot.children.append(child)
            try separator(before: close, "',' or ']'")
        }
        position += 1
        return (.array(elements), spot)
    }

    private mutating func object() throws(Failure) -> (JSONValue, JSONSpot) {
        var spot = JSONSpot(start: position)
        var members: [JSONValue.Member] = []
        var seen: Set<String> = []
        let close = UInt8(ascii: "}")
        position += 1
        skipSpace()
        while peek != close {
            let start = position
            guard peek == UInt8(ascii: "\"") else {
                throw unexpected(
                    members.isEmpty ? "a key in double quotes or '}'" : "a key in double quotes")
            }
            let key = try string()
            if !seen.insert(key).inserted {
                let first = spot.keys[members.firstIndex { $0.key == key }!]
                let location = TextLocation(offset: first, in: bytes)
                throw Failure(offset: start, issue: .duplicateKey(key, first: location))
            }
            skipSpace()
            guard peek == UInt8(ascii: ":") else { throw unexpected("':' after the key '\(key)'") }
            position += 1
            skipSpace()
            let (value, child) = try value()
            members.append(JSONValue.Member(key, value))
            spot.keys.append(start)
            spot.children.append(child)
            try separator(before: close, "',' or '}'")
        }
        position += 1
        return (.object(members), spot)
    }

    /// Reads a comma, which must be followed by another element, or stops before `close`.
    private mutating func separator(before close: UInt8, _ expected: String) throws(Failure) {
        skipSpace()
        if peek == close { return }
        let comma = position
        guard peek == UInt8(ascii: ",") else { throw unexpected(expected) }
        position += 1
        skipSpace()
        if peek == close { throw Failure(offset: comma, issue: .trailingComma) }
        if position == bytes.count { throw unexpected("another element after ','") }
    }

    private mutating func word() throws(Failure) -> JSONValue {
        let start = position
        let text = token()
        position += text.utf8.count
        switch text {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "null": return .null
        case "NaN", "nan", "Infinity", "inf", "Inf":
            throw Failure(offset: start, issue: .notFinite(text))
        default:
            position = start
            throw unexpected("a value")
        }
    }

    /// The letters, digits, signs and dots from the position on.
    func token() -> String {
        let end =
            bytes[position...].firstIndex { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: "+"), UInt8(ascii: "-"):
                    false
                default: true
                }
            } ?? bytes.count
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    /// The byte at the position; 0 at the end, which valid JSON contains only inside strings.
    var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) {
            position += 1
        }
    }

    func unexpected(_ expected: String) -> Failure {
        let found: String
        if position >= bytes.count {
            found = "the end of the file"
        } else {
            let word = token()
            found = word.isEmpty ? "'\(character())'" : "'\(word)'"
        }
        return Failure(offset: position, issue: .unexpected(found: found, expected: expected))
    }

    private func character() -> String {
        String(
            String(decoding: bytes[position..<min(position + 32, bytes.count)], as: UTF8.self)
                .prefix(1))
    }

    /// The offset of the first sequence that is not valid UTF-8.
    private static func firstInvalid(in bytes: [UInt8]) -> Int {
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let scalar): offset += scalar.count
            case .emptyInput, .error: return offset
            }
        }
    }
}
