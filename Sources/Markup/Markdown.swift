/// A text in Markdown. A literal is Markdown; what is interpolated into it is plain text and is
/// escaped, unless it is Markdown itself. So a name cannot become a link, a tag or a heading
/// because somebody forgot to escape it.
package struct Markdown: Sendable, Hashable {
    /// The text as it stands in a file.
    package let source: String

    /// Takes a text that is Markdown already, such as one that a person wrote.
    package init(source: String) { self.source = source }

    /// Escapes a plain text, so that a reader sees its characters as they are.
    package init(_ text: some StringProtocol) {
        source = MarkdownEscaping.escaped(String(text), atStart: true, atEnd: true)
    }

    package var isEmpty: Bool { source.isEmpty }

    package static func + (left: Markdown, right: Markdown) -> Markdown {
        Markdown(source: left.source + right.source)
    }
}

extension Markdown: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { source = value }

    package init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""
        /// The text that `source` ends with; nil where it ends with Markdown.
        private var lastText: (text: String, atStart: Bool, length: Int)?

        package init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity)
        }

        package mutating func appendLiteral(_ literal: String) {
            guard !literal.isEmpty else { return }
            // Blanks in front of `**` would keep it from ending what is bold.
            if literal.unicodeScalars.first == "*", let last = lastText {
                source = String(decoding: source.utf8.dropLast(last.length), as: UTF8.self)
                source += MarkdownEscaping.escaped(last.text, atStart: last.atStart, atEnd: true)
            }
            lastText = nil
            source += literal
        }

        package mutating func appendInterpolation(_ markdown: Markdown) {
            lastText = nil
            source += markdown.source
        }

        package mutating func appendInterpolation(_ text: some StringProtocol) {
            let isStart =
                MarkdownEscaping.isStartOfBlock(source) || source.unicodeScalars.last == "*"
            let escaped = MarkdownEscaping.escaped(String(text), atStart: isStart, atEnd: false)
            lastText = (String(text), isStart, escaped.utf8.count)
            source += escaped
        }

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
    package func joined(separator: String = "") -> Markdown {
        Markdown(source: map(\.source).joined(separator: separator))
    }
}

// MARK: - Pieces

extension Markdown {
    /// Where the text of a column stands.
    package enum Alignment: String {
        case left = "---"
        case right = "---:"
    }

    /// A table of Markdown cells.
    package static func table(
        _ header: [Markdown], _ alignments: [Alignment]? = nil, rows: [[Markdown]]
    ) -> Markdown {
        let rule = alignments ?? header.indices.map { $0 == 0 ? .left : .right }
        let lines = [header.map(cell), rule.map(\.rawValue)] + rows.map { $0.map(cell) }
        return Markdown(
            source: lines.map { "| " + $0.joined(separator: " | ") + " |" }
                .joined(separator: "\n"))
    }

    /// On one line, and without a `|` that would end its column.
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

    /// Text that folds away below its summary.
    package static func details(_ summary: String, _ content: Markdown) -> Markdown {
        // An empty line would end the block of HTML.
        let head = HTMLText.escaped(summary).replacing("\r\n", with: "&#13;&#10;")
            .replacing("\n", with: "&#10;").replacing("\r", with: "&#13;")
        return Markdown(
            source:
                "<details>\n<summary>\(head)</summary>\n\n\(content.source)\n\n</details>"
        )
    }

    /// A text in the font of code.
    package static func code(_ text: String) -> Markdown {
        let isPlain = text.unicodeScalars.allSatisfy { !"`|\\\n\r\t".unicodeScalars.contains($0) }
        if isPlain, !text.isEmpty, !text.hasPrefix(" "), !text.hasSuffix(" ") {
            return Markdown(source: "`\(text)`")
        }
        // Nothing is escaped between backticks, so a text with one of them cannot stand there in
        // every place.
        return "<code>\(Markdown(text))</code>"
    }

    /// Lines that a shell reads.
    package static func shell(_ lines: [String]) -> Markdown {
        Markdown(source: (["```sh"] + lines + ["```"]).joined(separator: "\n"))
    }

    /// A link to a file of the results folder.
    package static func link(_ text: Markdown, to path: String) -> Markdown {
        Markdown(source: "[\(text.source)](\(MarkdownEscaping.path(path)))")
    }

    /// - Parameter alternative: what is read where there is no image.
    package static func image(_ alternative: String, _ path: String) -> Markdown {
        // It is plain text, in which a comment would be seen.
        let text = MarkdownEscaping.escaped(
            alternative, atStart: true, atEnd: true, hasComments: false)
        // `![^` begins no image.
        let caret = text.unicodeScalars.first == "^" ? "\\" : ""
        return Markdown(source: "![\(caret)\(text)](\(MarkdownEscaping.path(path)))")
    }

    package static func bullets(_ items: [Markdown]) -> Markdown {
        Markdown(source: items.map { "- " + $0.source }.joined(separator: "\n"))
    }

    package static func section(_ title: Markdown, _ paragraphs: [Markdown?]) -> Markdown {
        ([heading(2, title)] + paragraphs.compactMap { $0 }).joined(separator: "\n\n")
    }

    package static func heading(_ level: Int, _ title: Markdown) -> Markdown {
        Markdown(source: String(repeating: "#", count: level) + " " + title.source)
    }
}
