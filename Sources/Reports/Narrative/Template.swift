import JSON
import Vocabulary

/// A text with placeholders: `{{best.network}}` for a value, `{{> chart val-accuracy}}` for a block
/// such as a chart, a table or a section, `{{! ... }}` for a comment. `\{{` is two literal braces.
struct Template {
    /// A part of the text.
    enum Part {
        case text(String)
        /// The trimmed text between the braces, and the location of the braces.
        case value(String, TextLocation)
        /// The first word after `>`, the remaining text, and the location of the braces.
        case block(String, String, TextLocation)

        /// The location of a placeholder; the start of the file for a text, which has no errors.
        var location: TextLocation {
            switch self {
            case .text: TextLocation(line: 1, column: 1)
            case .value(_, let location), .block(_, _, let location): location
            }
        }
    }

    /// The parts of the text in their order, without comments.
    let parts: [Part]
    /// The error of braces that are not closed, after which there are no parts; nil without one.
    let unclosed: NarrativeError.Diagnostic?

    /// Splits a text into its parts.
    init(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        var (line, column) = (1, 1)
        func advance(over part: Substring) {
            for character in part {
                if character.isNewline { (line, column) = (line + 1, 1) } else { column += 1 }
            }
        }
        while let open = rest.firstRange(of: "{{") {
            let before = rest[..<open.lowerBound]
            advance(over: before)
            if before.last == "\\" {
                parts.append(.text(before.dropLast() + "{{"))
                advance(over: "{{")
                rest = rest[open.upperBound...]
                continue
            }
            parts.append(.text(String(before)))
            let location = TextLocation(line: line, column: column)
            let inside = rest[open.upperBound...]
            guard let close = inside.firstRange(of: "}}") else {
                self.parts = parts
                unclosed = .init(
                    location: location,
                    message: "'{{' has no closing '}}'; write \\{{ for literal braces")
                return
            }
            if let part = Self.part(inside[..<close.lowerBound], location) { parts.append(part) }
            advance(over: rest[open.lowerBound..<close.upperBound])
            rest = rest[close.upperBound...]
        }
        parts.append(.text(String(rest)))
        self.parts = parts
        unclosed = nil
    }

    /// The placeholder with this text between its braces; nil for a comment.
    private static func part(_ inside: Substring, _ location: TextLocation) -> Part? {
        let text = inside.trimmed
        if text.hasPrefix("!") { return nil }
        guard text.hasPrefix(">") else { return .value(String(text), location) }
        let words = text.dropFirst().trimmed.split(
            maxSplits: 1, whereSeparator: \.isWhitespace)
        return .block(
            words.first.map(String.init) ?? "", words.count > 1 ? String(words[1].trimmed) : "",
            location)
    }
}

extension Substring {
    /// The text without white space at its ends.
    var trimmed: Substring {
        let start = drop { $0.isWhitespace }
        let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) }
        return start[..<(end ?? start.startIndex)]
    }
}
