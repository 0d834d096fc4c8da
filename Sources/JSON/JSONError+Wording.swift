extension JSONError: CustomStringConvertible {
    package var description: String { "\(file):\(location): \(issue)" }
}

extension JSONError.Issue: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "the file is empty; expected a JSON value"
        case .invalidUTF8: "the text is not UTF-8; save the file as UTF-8"
        case .utf16:
            "the text is UTF-16, which Windows PowerShell writes by default; save the file as UTF-8"
        case .otherFormat(let format):
            "this is \(format); expected JSON, such as {\"name\": \"x\", \"training\": {\"epochs\": 5}}, "
                + "with keys and texts in double quotes"
        case .unexpected(let found, let expected):
            "expected \(expected); got \(found)" + Self.hint(found, expected)
        case .trailingComma: "comma after the last element; remove it"
        case .missingQuote: "the string has no closing '\"' on this line; add it"
        case .controlCharacter(let code):
            "control character U+\(Self.hexadecimal(code)) in a string; "
                + "write it as \\u\(Self.hexadecimal(code))"
        case .invalidEscape(let text):
            "'\(text)' is not a JSON escape; expected \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and 4 hex digits"
        case .loneSurrogate(let text):
            "'\(text)' is half of a surrogate pair; write both halves or the character itself"
        case .leadingZero(let text): "'\(text)' is not a JSON number; remove the leading zero"
        case .missingDigits(let text):
            "'\(text)' is not a JSON number; expected digits, as in -1, 0.5 or 1e-3"
        case .notFinite(let text): "'\(text)' is not a JSON number; numbers must be finite"
        case .duplicateKey(let key, let first):
            "key '\(key)' is already at \(first); remove one of them"
        case .tooDeep(let limit): "nested deeper than \(limit) levels; reduce the nesting"
        }
    }

    private static func hint(_ found: String, _ expected: String) -> String {
        switch found {
        case "'/'", "'#'": "; JSON has no comments: remove it"
        case "'''", "'`'": "; strings need double quotes"
        case "'\u{201C}'", "'\u{201D}'", "'\u{201E}'", "'\u{2018}'", "'\u{2019}'", "'\u{AB}'",
            "'\u{BB}'":
            "; write the plain quotation mark \""
        case "'\u{A0}'", "'\u{202F}'", "'\u{2009}'", "'\u{3000}'":
            "; this is not a plain space: replace it"
        case "'\u{200B}'", "'\u{FEFF}'": "; this is an invisible character: delete it"
        case "'<'": "; a merge conflict or HTML is not JSON"
        case "'='": "; JSON has ':' between key and value"
        case "'\"'" where expected.hasPrefix("','"): "; a comma is missing before it"
        case "'True'", "'False'": "; write true or false"
        case "'None'", "'undefined'": "; write null"
        default: ""
        }
    }

    private static func hexadecimal(_ code: UInt8) -> String {
        (code < 16 ? "000" : "00") + String(code, radix: 16, uppercase: true)
    }
}
