/// The escaping of plain text in Markdown, so that GitHub and cmark-gfm show each of its
/// characters.
///
/// Only characters that could be read as markup are escaped, so that a report stays readable in an
/// editor: `val_accuracy` does not change, `__init__` becomes `\_\_init\_\_`. Texts for which a
/// backslash does not help (addresses that become links, `@name`, `#1`) are split by an empty
/// comment, which is not visible.
enum MarkdownEscaping {
    private static let comment = "<!-- -->"

    /// - Parameters:
    ///   - atStart: true if the text is at the start of a line or cell.
    ///   - atEnd: true if the text is at the end of a line or cell.
    ///   - hasComments: true to split texts that would become links by comments; false for the text
    ///     of an image, where nothing becomes a link.
    static func escaped(
        _ text: String, atStart: Bool, atEnd: Bool, hasComments: Bool = true
    ) -> String {
        let scalars = Array(text.unicodeScalars)
        let first = scalars.firstIndex { !isBlank($0) } ?? scalars.count
        let last = scalars.lastIndex { !isBlank($0) } ?? -1
        let marker = atStart ? blockMarker(scalars[first...]) : nil
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            let isAtEdge = (atStart && index < first) || (atEnd && index > last)
            if isAtEdge || isSpace(scalar) {
                result += scalar != " " || isAtEdge ? "&#\(scalar.value);" : " "
                continue
            }
            if marker.map({ first + $0 == index }) ?? false { result += "\\" }
            let before = index > 0 ? scalars[index - 1] : nil
            let rest = scalars[(index + 1)...]
            result += needsBackslash(scalar, before, rest) ? "\\" : ""
            result.unicodeScalars.append(scalar)
            if hasComments, needsComment(scalar, scalars[..<index], rest) { result += comment }
        }
        return result
    }

    /// True if the text after a Markdown source would begin a block or a cell.
    static func isStartOfBlock(_ source: String) -> Bool {
        let rest = source.unicodeScalars.reversed().drop { $0 == " " }
        return rest.first.map { "\n-#>|".unicodeScalars.contains($0) } ?? true
    }

    /// The path in a link, percent-encoded except for characters that URLs allow.
    static func path(_ path: String) -> String {
        path.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain =
                byte < 128
                && (character.isLetter || character.isNumber || "-._~/".contains(character))
            return isPlain ? String(character) : "%" + hexadecimal(byte)
        }.joined()
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }

    // MARK: - Rules

    private static func needsBackslash(
        _ scalar: Unicode.Scalar, _ before: Unicode.Scalar?, _ rest: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        let next = rest.first
        switch scalar {
        case "\\", "`", "*", "[", "]", "~", "|", "$": return true
        // Within a word it is not emphasis.
        case "_": return !(isWord(before) && isWord(next))
        case "<": return next.map { isLetter($0) || "/!?".unicodeScalars.contains($0) } ?? true
        case "&": return next.map { isWord($0) || $0 == "#" } ?? true
        // Before a link it would make an image of the link.
        case "!": return next == nil
        // At the end of a heading it would be removed.
        case "#": return before == nil || before.map(isSpace) ?? false
        default: return false
        }
    }

    /// The index at which a backslash prevents the text from being a list, a heading, a quotation
    /// or a rule; nil if none is needed.
    private static func blockMarker(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
        guard let first = text.first else { return nil }
        let second = text.dropFirst().first
        switch first {
        case ">": return 0
        case "-", "+":
            return second == nil || second.map(isSpace) ?? true || second == first ? 0 : nil
        case "=": return text.allSatisfy { $0 == "=" || isSpace($0) } ? 0 : nil
        case "0"..."9":
            let digits = text.prefix { ("0"..."9").contains($0) }.count
            let after = text.dropFirst(digits)
            guard digits <= 9, after.first == "." || after.first == ")" else { return nil }
            return after.dropFirst().first.map(isSpace) ?? true ? digits : nil
        default: return nil
        }
    }

    /// True if a comment is needed after a character, so that it is not read as part of an address,
    /// a name or a symbol.
    private static func needsComment(
        _ scalar: Unicode.Scalar, _ before: ArraySlice<Unicode.Scalar>,
        _ rest: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        switch scalar {
        case "@": return rest.first.map { !isSpace($0) } ?? false
        case "#": return isWord(rest.first)
        case ":":
            if rest.starts(with: "//".unicodeScalars) { return true }
            // Addresses of email and of XMPP.
            let word = String(String.UnicodeScalarView(before.suffix(while: { isWord($0) })))
                .lowercased()
            if word.hasSuffix("mailto") || word.hasSuffix("xmpp") { return true }
            let symbol = rest.prefix { isWord($0) || "_+-".unicodeScalars.contains($0) }
            guard rest.dropFirst(symbol.count).first == ":" else { return false }
            // Symbols of GitHub, such as :smile: and :+1:, but not times of day.
            return symbol.contains { isLetter($0) || $0 == "+" || $0 == "-" }
                || symbol.count > 2
        case "w", "W":
            return rest.first == "."
                && String(String.UnicodeScalarView(before.suffix(2))).lowercased() == "ww"
        default: return false
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        " \t\n\r\u{B}\u{C}".unicodeScalars.contains(scalar)
    }

    /// True for a space of any width; Markdown removes all of them at an edge.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        isSpace(scalar) || scalar.properties.generalCategory == .spaceSeparator
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { isLetter($0) || ("0"..."9").contains($0) } ?? false
    }
}

extension ArraySlice<Unicode.Scalar> {
    fileprivate func suffix(while isPart: (Unicode.Scalar) -> Bool) -> ArraySlice {
        self[(lastIndex { !isPart($0) }.map { $0 + 1 } ?? startIndex)...]
    }
}
