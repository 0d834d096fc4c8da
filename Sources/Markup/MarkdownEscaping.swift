/// How plain text stands in Markdown so that GitHub and cmark-gfm show each of its characters.
///
/// Only what could be read as markup is escaped, so that a report stays readable in an editor:
/// `val_accuracy` stays as it is, `__init__` becomes `\_\_init\_\_`. What no backslash helps
/// against (addresses that become links, `@name`, `#1`) is parted by an empty comment, which nobody
/// sees.
enum MarkdownEscaping {
    private static let comment = "<!-- -->"

    /// - Parameters:
    ///   - atStart: whether the text begins a line or a cell.
    ///   - atEnd: whether it ends one.
    ///   - hasComments: whether comments part what would become a link; none in the text of an
    ///     image, where nothing does.
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
            if hasComments, isParted(scalar, scalars[..<index], rest) { result += comment }
        }
        return result
    }

    /// Whether what comes next after a text in Markdown begins a block or a cell.
    static func isStartOfBlock(_ source: String) -> Bool {
        let rest = source.unicodeScalars.reversed().drop { $0 == " " }
        return rest.first.map { "\n-#>|".unicodeScalars.contains($0) } ?? true
    }

    /// The path of a link: nothing but what a URL has.
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
        // Within a word it is no emphasis.
        case "_": return !(isWord(before) && isWord(next))
        case "<": return next.map { isLetter($0) || "/!?".unicodeScalars.contains($0) } ?? true
        case "&": return next.map { isWord($0) || $0 == "#" } ?? true
        // Before a link it makes an image of it.
        case "!": return next == nil
        // At a heading's end.
        case "#": return before == nil || before.map(isSpace) ?? false
        default: return false
        }
    }

    /// Where in the text, if anywhere, a backslash keeps it from being a list, a heading, a
    /// quotation or a rule.
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

    /// Whether a comment stands behind a character, lest it be read as a part of an address, a name
    /// or a symbol.
    private static func isParted(
        _ scalar: Unicode.Scalar, _ before: ArraySlice<Unicode.Scalar>,
        _ rest: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        switch scalar {
        case "@": return rest.first.map { !isSpace($0) } ?? false
        case "#": return isWord(rest.first)
        case ":":
            if rest.starts(with: "//".unicodeScalars) { return true }
            // Addresses of mail, and of messages.
            let word = String(String.UnicodeScalarView(before.suffix(while: { isWord($0) })))
                .lowercased()
            if word.hasSuffix("mailto") || word.hasSuffix("xmpp") { return true }
            let symbol = rest.prefix { isWord($0) || "_+-".unicodeScalars.contains($0) }
            guard rest.dropFirst(symbol.count).first == ":" else { return false }
            // GitHub's, such as :smile: and :+1:, but no time of day.
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

    /// A space of any width: at an edge none of them is kept.
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
