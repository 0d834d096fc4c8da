/// Text for command lines that a shell reads.
package enum ShellText {
    /// The text as one word: unchanged if no character has a special meaning, otherwise in single
    /// quotes.
    package static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
                || ("0"..."9").contains(scalar) || "_-./=:,+@%".unicodeScalars.contains(scalar)
        }
        if isPlain, !text.isEmpty { return text }
        // Unicode scalars are compared, because a quote and a combining mark are one character.
        var inner = ""
        for scalar in text.unicodeScalars {
            if scalar == "'" { inner += "'\\''" } else { inner.unicodeScalars.append(scalar) }
        }
        return "'\(inner)'"
    }
}
