/// A command of a ```` ```console ```` block and the output that the page shows.
struct ConsoleCommand: Sendable {
    let block: CodeBlock
    /// The command for the shell, in one or more lines.
    let text: String
    /// The expected lines of output.
    let output: [String]
    /// The line indices of the output in the page.
    let range: Range<Int>
    /// Whether it is the last command of its block.
    let isLast: Bool

    /// The page and the line of the command.
    var place: String { "\(block.page):\(range.lowerBound)" }

    /// The exit status that the page expects: that of the directive `status`, for the last command
    /// of a block.
    var status: Int32 {
        if isInterrupted { return 130 }
        return isLast ? block.directives["status"].flatMap { Int32($0) } ?? 0 : 0
    }

    /// Whether the test sends SIGINT, as Control-C does, when the output has the text of the
    /// directive `interrupt after`.
    var isInterrupted: Bool { isLast && block.directives["interrupt after"] != nil }

    /// The commands of a block.
    /// - Throws: `DocumentError` if the block does not begin with a command.
    static func all(in block: CodeBlock) throws -> [ConsoleCommand] {
        let lines = block.lines
        let starts = lines.indices.filter { lines[$0].hasPrefix("$ ") }
        guard starts.first == 0 else {
            throw DocumentError("\(block): a console block begins with a line '$ command'")
        }
        return starts.enumerated().map { number, start in
            let end = number + 1 < starts.count ? starts[number + 1] : lines.count
            var command = [String(lines[start].dropFirst(2))]
            var index = start + 1
            // A command goes over several lines after a backslash, or as the prompt '> ' shows.
            while index < end,
                lines[index].hasPrefix("> ") || lines[index] == ">"
                    || command.last?.hasSuffix("\\") == true
            {
                let line = lines[index]
                command.append(line.hasPrefix(">") ? String(line.dropFirst(2)) : line)
                index += 1
            }
            return ConsoleCommand(
                block: block, text: command.joined(separator: "\n"),
                output: Array(lines[index..<end]),
                range: (block.start + index)..<(block.start + end), isLast: end == lines.count)
        }
    }
}

/// A mistake in a document.
struct DocumentError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
