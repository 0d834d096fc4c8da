/// An error in a text that is not valid JSON: its location and its cause.
package struct JSONError: Error, Sendable, Hashable {
    /// The cause of an error.
    package enum Issue: Sendable, Hashable {
        case empty
        case invalidUTF8
        case utf16
        /// The text is of another format, such as `YAML`.
        case otherFormat(String)
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

    /// The name of the file, for the message.
    let file: String
    /// The location at which the text is invalid.
    package let location: TextLocation
    /// The cause of the error, without its location.
    package let issue: Issue
}
