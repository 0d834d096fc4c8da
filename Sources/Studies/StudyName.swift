/// The rules for the name of a study, which is also the name of its results folder.
package enum StudyName {
    /// The regular expression of a valid name, for the JSON Schema.
    static let pattern = "^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?$"

    /// True if a text is a valid folder name on every system and neither an option nor a hidden
    /// file.
    package static func isValid(_ name: String) -> Bool {
        name.count <= 100 && name.first.map(isAlphanumeric) == true && name.last != "."
            && name.allSatisfy(isAllowed)
    }

    /// A valid name that resembles a text, such as the name of a folder: other characters become
    /// `-`. The name is `study` if no character is left.
    package static func valid(like text: String) -> String {
        var name = ""
        for character in text.prefix(100) {
            if isAllowed(character) {
                name.append(character)
            } else if name.last != "-" {
                name.append("-")
            }
        }
        let start = name.drop { !isAlphanumeric($0) }
        let end = start.reversed().drop { !isAlphanumeric($0) }
        return end.isEmpty ? "study" : String(end.reversed())
    }

    private static func isAlphanumeric(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }

    private static func isAllowed(_ character: Character) -> Bool {
        isAlphanumeric(character) || "._-".contains(character)
    }
}
