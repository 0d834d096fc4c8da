/// Plain text in HTML: between tags, and in attributes in quotes.
package enum HTMLText {
    /// Escapes the characters with a meaning in HTML. Unicode scalars are compared, because `<` and
    /// a combining mark are one character.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
