/// A fenced code block of a page, with the directives above it: HTML comments such as
/// `<!-- not run: reason -->`.
struct CodeBlock: CustomStringConvertible, Sendable {
    /// The page's path.
    let page: String
    /// The word after the fence, such as `console`; empty: none.
    let language: String
    /// The index in the page of the first line of the content.
    let start: Int
    /// The content without the indentation of the fence.
    let lines: [String]
    /// The spaces before the fence.
    let indentation: Int
    /// The text of each directive by its name, such as `file`, `not run`, `status`.
    let directives: [String: String]

    var text: String { lines.joined(separator: "\n") + "\n" }

    /// The page and the line of the fence.
    var description: String { "\(page):\(start)" }

    /// The names of all directives; `Tools/docs/README.md` describes them.
    static let names: Set<String> = [
        "file", "not run", "status", "numbers vary", "output varies", "interrupt after",
    ]
}

extension Page {
    /// The code blocks in their order.
    var blocks: [CodeBlock] { scan().blocks }

    /// The lines outside of code blocks, with their indices.
    var prose: [(index: Int, text: String)] {
        scan().prose.map { ($0, lines[$0]) }
    }

    private func scan() -> (blocks: [CodeBlock], prose: [Int]) {
        var (blocks, prose): ([CodeBlock], [Int]) = ([], [])
        var index = 0
        while index < lines.count {
            guard let fence = lines[index].firstMatch(of: /^( *)(```+|~~~+) *([A-Za-z]*)/) else {
                prose.append(index)
                index += 1
                continue
            }
            let end =
                lines[(index + 1)...].firstIndex {
                    $0.drop { $0 == " " }.hasPrefix(fence.2) && $0.trimmingSuffix == fence.2
                } ?? lines.count
            let margin = fence.1.count
            blocks.append(
                CodeBlock(
                    page: path, language: String(fence.3), start: index + 1,
                    lines: lines[(index + 1)..<end].map { line in
                        String(line.dropFirst(min(margin, line.prefix { $0 == " " }.count)))
                    }, indentation: margin, directives: directives(above: index)))
            index = end + 1
        }
        return (blocks, prose)
    }

    /// A comment with a name, and a text that `BlockTests` demands.
    private static var directive: Regex<(Substring, Substring, Substring?)> {
        /\s*<!-- ([a-z ]+?)(?:: *(.*?))? *-->\s*/
    }

    /// The directives in the lines right above a line, which blank lines may be between.
    func directives(above index: Int) -> [String: String] {
        var directives: [String: String] = [:]
        for line in lines[..<index].reversed() {
            if line.allSatisfy({ $0 == " " }) { continue }
            guard let match = line.wholeMatch(of: Self.directive) else { break }
            directives[String(match.1)] = match.2.map(String.init) ?? ""
        }
        return directives
    }
}

extension String {
    fileprivate var trimmingSuffix: Substring {
        drop { $0 == " " }.prefix { $0 != " " }
    }
}
