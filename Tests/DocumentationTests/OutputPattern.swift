/// The output of a command as a page shows it. A line `...` stands for any number of lines, `...`
/// in a line for any text. Times, durations and runs of spaces are not compared, nor are lines
/// about the progress, which only a slow machine prints.
struct OutputPattern {
    let lines: [String]
    /// Whether numbers are not compared, since they depend on the machine.
    let ignoresNumbers: Bool

    /// Whether an output is as the page shows it.
    func matches(_ output: [String]) -> Bool {
        let pattern = lines.map(form)
        let output = output.filter { $0.prefixMatch(of: #/\d+% done; /#) == nil }.map(form)
        // Whether the first lines of the pattern match the first lines of the output.
        var row = [true] + Array(repeating: false, count: output.count)
        for line in pattern {
            var next = Array(repeating: false, count: output.count + 1)
            next[0] = line == "..." && row[0]
            for count in output.indices {
                next[count + 1] =
                    line == "..."
                    ? row[count + 1] || next[count]
                    : row[count] && Self.matches(output[count], line)
            }
            row = next
        }
        return row[output.count]
    }

    /// The lines for a page that shows this output: the pattern's own where they still match.
    func recorded(_ output: [String]) -> [String] {
        if matches(output) { return lines }
        guard lines.contains("...") else {
            return output.enumerated().map { index, line in
                let isShown = index < lines.count && Self.matches(form(line), form(lines[index]))
                return isShown ? lines[index] : line
            }
        }
        let parts = lines.split(separator: "...", omittingEmptySubsequences: false)
        var (result, next) = ([String](), 0)
        func keep(_ part: ArraySlice<String>, _ actual: ArraySlice<String>) {
            result += zip(part, actual).map { line, got in
                Self.matches(form(got), form(line)) ? line : got
            }
        }
        for (number, part) in parts.enumerated() {
            if number == 0 {
                let actual = output.prefix(part.count)
                keep(part, actual)
                next = actual.count
            } else if number == parts.count - 1 {
                let actual = output.dropFirst(next).suffix(part.count)
                if actual.startIndex > next { result.append("...") }
                keep(part, actual)
            } else {
                let first = part.first.map(form) ?? ""
                let found = output[next...].firstIndex { Self.matches(form($0), first) }
                guard let start = found else { continue }
                result.append("...")
                let actual = output[start...].prefix(part.count)
                keep(part, actual)
                next = start + actual.count
            }
        }
        return result
    }

    /// Whether a line is as in a pattern with `...` for any text.
    private static func matches(_ line: String, _ pattern: String) -> Bool {
        // Spaces around the dots may be missing in the line.
        let parts = pattern.replacing(/\ *\.\.\.\ */, with: "...")
            .split(separator: "...", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, let last = parts.last else { return line == pattern }
        guard line.hasPrefix(parts[0]) else { return false }
        var rest = line.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }

    /// A line without the parts that are not compared.
    func form(_ line: String) -> String {
        var text = line.replacing(/\d{4}-\d\d-\d\d[T ][\d:]+Z?/, with: "<time>")
            .replacing(/\b\d+:\d\d(:\d\d)?\b/, with: "<time>")
            .replacing(/\b\d+(\.\d+)? ?(ns|µs|us|ms|s|min|h)\b/, with: "<time>")
            .replacing(/<time>( <time>)+/, with: "<time>")
        if ignoresNumbers {
            text = text.replacing(/\b(?=[a-f]*[0-9])[0-9a-f]{8,64}\b/, with: "<digest>")
                .replacing(/[▁▂▃▄▅▆▇█░▒▓]+/, with: "<bar>")
                .replacing(/[-+−]?\d[\d,]*(\.\d+)?(e[-+]?\d+)?/, with: "<number>")
        }
        return text.replacing(/\s+/, with: " ").replacing(/\ $/, with: "")
    }
}
