/// A text that is no JSON: where it goes wrong and how.
package struct JSONError: Error, Sendable, Hashable {
    /// How a text goes wrong.
    package enum Issue: Sendable, Hashable {
        case empty
        case invalidUTF8
        case unexpected(found: String, expected: String)
        case trailingComma
        case missingQuote
        case controlCharacter(UInt8)
        case invalidEscape(String)
        case loneSurrogate(String)
        case leadingZero(String)
        case missingDigits(String)
        case notFinite(String)
        case duplicateKey(String, first: TextLocation)
        case tooDeep(limit: Int)
    }

    package let file: String
    package let place: TextLocation
    package let issue: Issue
}
