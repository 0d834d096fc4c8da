import Foundation

/// A table that a person or a program made: a header and rows, as Excel, pandas and R write them.
///
/// The separator is found out: a comma, semicolon, tab or `|`; so is the encoding where a byte
/// order mark says it, else it is UTF-8. Blanks of any kind around fields go. Names of columns are
/// the same in any case.
package struct TableFile: Sendable {
    package let path: String
    /// The names of the columns.
    package let header: [String]
    /// As long as the header.
    package let rows: [CSVParser.Record]

    /// Reads the file.
    /// - Parameters:
    ///   - encoding: nil: as a byte order mark says, else UTF-8.
    ///   - names: columns that are looked for: of two separators, the one that gives more of them
    ///     is right.
    /// - Throws: `TableError`.
    package init(path: String, encoding: TextEncoding? = nil, names: [String] = []) throws {
        self.path = path
        let text = try Self.text(path, encoding)
        let separator = try Self.separator(of: text, names, path)
        var records: [CSVParser.Record]
        do {
            records = try CSVParser(text.rest, separator: separator, trims: true).records()
        } catch {
            throw TableError(
                path, line: error.line, reason: "a quoted field has no closing '\"'")
        }
        records.removeAll { $0.fields.allSatisfy(\.isEmpty) }
        guard !records.isEmpty else {
            let expected = names.isEmpty ? "" : " \(names.joined(separator: ","))"
            throw TableError(
                path, line: 1, reason: "expected a header\(expected); the file is empty")
        }
        header = records.removeFirst().fields
        let count = header.count
        for record in records where record.fields.count != count {
            throw TableError(
                path, line: record.line,
                reason: "expected \(count) fields as in the header, got \(record.fields.count)")
        }
        rows = records
    }

    /// The position of a column; nil where there is none.
    /// - Throws: `TableError` when there are two.
    package func column(_ name: String) throws -> Int? {
        let exact = header.indices.filter { header[$0] == name }
        let found = exact.isEmpty ? header.indices.filter { Self.same(header[$0], name) } : exact
        guard found.count < 2 else {
            throw TableError(path, line: 1, reason: "two columns are called '\(name)'")
        }
        return found.first
    }

    private static func same(_ left: String, _ right: String) -> Bool {
        left.trimmingCharacters(in: .whitespaces).lowercased()
            == right.trimmingCharacters(in: .whitespaces).lowercased()
    }

    /// The text of a table, without the line `sep=;` that Excel takes and writes.
    private struct Text {
        var rest: String
        var separator: UInt8?

        init(_ text: String) {
            let line = text.unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }
            let word = String(String.UnicodeScalarView(line))
            guard word.lowercased().hasPrefix("sep="), word.utf8.count == 5 else {
                rest = text
                return
            }
            separator = word.utf8.last
            // The line's end becomes an empty line.
            rest = String(text.unicodeScalars.dropFirst(line.count))
        }
    }

    private static func text(_ path: String, _ encoding: TextEncoding?) throws -> Text {
        let contents: [UInt8]
        do throws(FileError) { contents = try OpenFile(path: path).contents() } catch {
            throw TableError(path, line: nil, reason: "cannot be read: \(error.reason)")
        }
        let text = try contents.withUnsafeBytes { bytes in
            let marked = TextEncoding.marked(bytes)
            let encoding = encoding ?? marked?.0 ?? .utf8
            let content = bytes.dropFirst(marked?.0 == encoding ? marked?.length ?? 0 : 0)
            guard let text = encoding.text(of: content), !text.utf8.contains(0) else {
                throw undecodable(path, bytes, encoding)
            }
            return text
        }
        return Text(text)
    }

    private static func undecodable(
        _ path: String, _ bytes: UnsafeRawBufferPointer, _ encoding: TextEncoding
    ) -> TableError {
        if encoding == .utf8, bytes.contains(0) {
            return TableError(
                path, line: 1,
                reason:
                    "holds NUL bytes: it is no text, or UTF-16 without a byte order mark, which "
                    + "--encoding utf-16le or utf-16be reads")
        }
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        return TableError(
            path, line: encoding == .utf8 ? line.map { $0 + 1 } : nil,
            reason: encoding == .utf8
                ? "is no UTF-8; if Excel or another program of Windows wrote it, add --encoding windows-1252, "
                    + "or save it as 'CSV UTF-8'"
                : "is no \(encoding.rawValue)")
    }

    /// The separator whose header has the most of the names, then the most columns.
    private static func separator(of text: Text, _ names: [String], _ path: String) throws -> UInt8
    {
        if let separator = text.separator { return separator }
        var best: (separator: UInt8, known: Int, count: Int) = (UInt8(ascii: ","), -1, 0)
        for separator in [",", ";", "\t", "|"].flatMap(\.utf8) {
            var parser = CSVParser(text.rest, separator: separator, trims: true)
            // An open quote is an error of the whole.
            guard let header = try? parser.next()?.fields else { continue }
            let known = names.count { name in header.contains { same($0, name) } }
            if (known, header.count) > (best.known, best.count) {
                best = (separator, known, header.count)
            }
        }
        return best.separator
    }
}

/// A table that cannot be read.
package struct TableError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    package var path: String
    /// From 1; nil for the file as a whole.
    package var line: Int?
    package var reason: String

    package init(_ path: String, line: Int?, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }

    package var description: String { path + (line.map { ":\($0)" } ?? "") + ": \(reason)" }
    package var errorDescription: String? { description }
}
