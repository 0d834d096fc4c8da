/// A text in Markdown. A literal is Markdown; a value interpolated into it is plain text and is
/// escaped, unless it is Markdown itself. So a name cannot become a link, a tag or a heading
/// because of a forgotten escape.
package struct Markdown: Sendable, Hashable {
    /// The Markdown source, as written to a file.
    package let source: String

    /// Creates a text from Markdown source, such as one written by a person.
    package init(source: String) { self.source = source }

    /// Escapes plain text, so that readers see its characters unchanged.
    package init(_ text: some StringProtocol) {
        source = MarkdownEscaping.escaped(String(text), atStart: true, atEnd: true)
    }

    /// True if the source has no characters.
    package var isEmpty: Bool { source.isEmpty }

    /// Joins two sources without a separator and without escaping.
    package static func + (left: Markdown, right: Markdown) -> Markdown {
        Markdown(source: left.source + right.source)
    }
}

extension Markdown: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { source = value }

    package init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

    /// The parts of a Markdown literal, with interpolated plain text escaped.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""
        /// The text that `source` ends with; nil if it ends with Markdown.
        private var lastText: (text: String, atStart: Bool, length: Int)?

        package init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity)
        }

        package mutating func appendLiteral(_ literal: String) {
            guard !literal.isEmpty else { return }
            // Spaces before `**` would prevent it from ending bold text.
            if literal.unicodeScalars.first == "*", let last = lastText {
                source = String(decoding: source.utf8.dropLast(last.length), as: UTF8.self)
                source += MarkdownEscaping.escaped(last.text, atStart: last.atStart, atEnd: true)
            }
            lastText = nil
            source += literal
        }

        /// Appends Markdown unchanged.
        package mutating func appendInterpolation(_ markdown: Markdown) {
            lastText = nil
            source += markdown.source
        }

        /// Appends plain text, escaped.
        package mutating func appendInterpolation(_ text: some StringProtocol) {
            let isStart =
                MarkdownEscaping.isStartOfBlock(source) || source.unicodeScalars.last == "*"
            let escaped = MarkdownEscaping.escaped(String(text), atStart: isStart, atEnd: false)
            lastText = (String(text), isStart, escaped.utf8.count)
            source += escaped
        }

        /// Appends the decimal digits of a number.
        package mutating func appendInterpolation(_ number: Int) {
            lastText = nil
            source += String(number)
        }
    }
}

extension Markdown: CustomStringConvertible {
    package var description: String { source }
}

extension Sequence<Markdown> {
    /// Joins the elements with a separator in Markdown, which is not escaped.
    package func joined(separator: String = "") -> Markdown {
        Markdown(source: map(\.source).joined(separator: separator))
    }
}

// MARK: - Pieces

extension Markdown {
    /// The alignment of a table's column.
    package enum Alignment: String {
        case left = "---"
        case right = "---:"
    }

    /// A table of Markdown cells.
    /// - Parameter alignments: one for each column; nil: left for the first column, right for the
    ///   others.
    package static func table(
        _ header: [Markdown], _ alignments: [Alignment]? = nil, rows: [[Markdown]]
    ) -> Markdown {
        let rule = alignments ?? header.indices.map { $0 == 0 ? .left : .right }
        let lines = [header.map(cell), rule.map(\.rawValue)] + rows.map { $0.map(cell) }
        return Markdown(
            source: lines.map { "| " + $0.joined(separator: " | ") + " |" }
                .joined(separator: "\n"))
    }

    /// The content on one line, with each `|` escaped, because it would end the cell.
    private static func cell(_ content: Markdown) -> String {
        var source = ""
        var isEscaped = false
        for character in content.source.unicodeScalars {
            switch character {
            case "\n", "\r": source += " "
            case "|" where !isEscaped: source += "\\|"
            default: source.unicodeScalars.append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return source
    }

    /// A content that is collapsed below its summary, which is plain text.
    package static func details(_ summary: String, _ content: Markdown) -> Markdown {
        // An empty line would end the block of HTML.
        let head = HTMLText.escaped(summary).replacing("\r\n", with: "&#13;&#10;")
            .replacing("\n", with: "&#10;").replacing("\r", with: "&#13;")
        return Markdown(
            source:
                "<details>\n<summary>\(head)</summary>\n\n\(content.source)\n\n</details>"
        )
    }

    /// A plain text as inline code.
    package static func code(_ text: String) -> Markdown {
        let isPlain = text.unicodeScalars.allSatisfy { !"`|\\\n\r\t".unicodeScalars.contains($0) }
        if isPlain, !text.isEmpty, !text.hasPrefix(" "), !text.hasSuffix(" ") {
            return Markdown(source: "`\(text)`")
        }
        // Nothing is escaped between backticks, so a text with a backtick, a `|` or a line break
        // cannot be written there everywhere.
        return "<code>\(Markdown(text))</code>"
    }

    /// A fenced code block of shell commands, one on each line.
    package static func shell(_ lines: [String]) -> Markdown {
        Markdown(source: (["```sh"] + lines + ["```"]).joined(separator: "\n"))
    }

    /// A link to a file of the results folder.
    package static func link(_ text: Markdown, to path: String) -> Markdown {
        Markdown(source: "[\(text.source)](\(MarkdownEscaping.path(path)))")
    }

    /// An image of the results folder.
    /// - Parameter alternative: the plain text shown if the image is missing.
    package static func image(_ alternative: String, _ path: String) -> Markdown {
        // The text is plain, so a comment in it would be visible.
        let text = MarkdownEscaping.escaped(
            alternative, atStart: true, atEnd: true, hasComments: false)
        // `![^` does not begin an image.
        let caret = text.unicodeScalars.first == "^" ? "\\" : ""
        return Markdown(source: "![\(caret)\(text)](\(MarkdownEscaping.path(path)))")
    }

    /// A bulleted list with one item for each element.
    package static func bullets(_ items: [Markdown]) -> Markdown {
        Markdown(source: items.map { "- " + $0.source }.joined(separator: "\n"))
    }

    /// A second-level heading with the paragraphs below it, separated by empty lines; nil
    /// paragraphs are left out.
    package static func section(_ title: Markdown, _ paragraphs: [Markdown?]) -> Markdown {
        ([heading(2, title)] + paragraphs.compactMap { $0 }).joined(separator: "\n\n")
    }

    /// A heading of a level from 1 to 6, such as `## Title` for level 2.
    package static func heading(_ level: Int, _ title: Markdown) -> Markdown {
        Markdown(source: String(repeating: "#", count: level) + " " + title.source)
    }
}
