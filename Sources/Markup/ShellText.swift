/// Words of a command line that a shell reads.
package enum ShellText {
    /// A text as one word: as it is where no character has a meaning of its own, else in single
    /// quotes.
    package static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
                || ("0"..."9").contains(scalar) || "_-./=:,+@%".unicodeScalars.contains(scalar)
        }
        if isPlain, !text.isEmpty { return text }
        // Scalar by scalar: a quotation mark and a mark that combines with it are one character.
        var inner = ""
        for scalar in text.unicodeScalars {
            if scalar == "'" { inner += "'\\''" } else { inner.unicodeScalars.append(scalar) }
        }
        return "'\(inner)'"
    }
}
