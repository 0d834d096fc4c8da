import JSON
import Vocabulary

/// A text with placeholders: `{{best.network}}` for a figure, `{{> chart val-accuracy}}` for what
/// takes a paragraph, `{{! ... }}` for what nobody else reads. `\{{` stands for two braces.
struct Template {
    /// A part of the text.
    enum Piece {
        case text(String)
        /// What stands between the braces, trimmed, and where that begins.
        case value(String, TextLocation)
        /// The first word after `>`, and the rest.
        case block(String, String, TextLocation)

        /// Where a placeholder begins; of a text, which has no errors, the first place.
        var place: TextLocation {
            switch self {
            case .text: TextLocation(line: 1, column: 1)
            case .value(_, let place), .block(_, _, let place): place
            }
        }
    }

    let pieces: [Piece]
    /// Braces without an end, where the pieces end too.
    let unclosed: NarrativeError.Diagnostic?

    init(_ text: String) {
        var pieces: [Piece] = []
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
                pieces.append(.text(before.dropLast() + "{{"))
                advance(over: "{{")
                rest = rest[open.upperBound...]
                continue
            }
            pieces.append(.text(String(before)))
            let place = TextLocation(line: line, column: column)
            let inside = rest[open.upperBound...]
            guard let close = inside.firstRange(of: "}}") else {
                self.pieces = pieces
                unclosed = .init(
                    place: place, message: "'{{' without '}}'; write \\{{ for braces")
                return
            }
            if let piece = Self.piece(inside[..<close.lowerBound], place) { pieces.append(piece) }
            advance(over: rest[open.lowerBound..<close.upperBound])
            rest = rest[close.upperBound...]
        }
        pieces.append(.text(String(rest)))
        self.pieces = pieces
        unclosed = nil
    }

    /// nil for a comment.
    private static func piece(_ inside: Substring, _ place: TextLocation) -> Piece? {
        let text = inside.trimmed
        if text.hasPrefix("!") { return nil }
        guard text.hasPrefix(">") else { return .value(String(text), place) }
        let words = text.dropFirst().trimmed.split(
            maxSplits: 1, whereSeparator: \.isWhitespace)
        return .block(
            words.first.map(String.init) ?? "", words.count > 1 ? String(words[1].trimmed) : "",
            place)
    }
}

extension Substring {
    /// Without white space at its ends.
    var trimmed: Substring {
        let start = drop { $0.isWhitespace }
        let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) }
        return start[..<(end ?? start.startIndex)]
    }
}
