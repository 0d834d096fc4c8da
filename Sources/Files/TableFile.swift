import Foundation

/// A table with a header and rows, as Excel, pandas, R or a person write it; also compressed with
/// gzip.
///
/// The separator is detected: a comma, semicolon, tab or `|`. The encoding is that of the byte
/// order mark, or UTF-8 without one. White space around fields is removed. The case of column names
/// is ignored.
package struct TableFile: Sendable {
    /// The path of the file.
    package let path: String
    /// The names of the columns.
    package let header: [String]
    /// The rows, each as long as the header.
    package let rows: [CSVParser.Record]

    /// Reads the file.
    /// - Parameters:
    ///   - encoding: the encoding; nil: that of the byte order mark, otherwise UTF-8.
    ///   - names: expected columns; the separator that gives the most of them is used.
    ///   - option: the option or setting that gives another encoding, for messages.
    /// - Throws: `TableError`.
    package init(
        path: String, encoding: TextEncoding? = nil, names: [String] = [],
        encodingOption option: String = "--encoding"
    ) throws {
        self.path = path
        let text = try Self.text(path, encoding, option)
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

    /// The index of a column; nil if there is none.
    /// - Throws: `TableError` if there are two.
    package func column(_ name: String) throws -> Int? {
        let exact = header.indices.filter { header[$0] == name }
        let found = exact.isEmpty ? header.indices.filter { Self.same(header[$0], name) } : exact
        guard found.count < 2 else {
            throw TableError(path, line: 1, reason: "two columns are named '\(name)'")
        }
        return found.first
    }

    private static func same(_ left: String, _ right: String) -> Bool {
        left.trimmingCharacters(in: .whitespaces).lowercased()
            == right.trimmingCharacters(in: .whitespaces).lowercased()
    }

    /// The text of a table without the line `sep=;` that Excel reads and writes.
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
            // The end of the line becomes an empty line.
            rest = String(text.unicodeScalars.dropFirst(line.count))
        }
    }

    private static func text(
        _ path: String, _ encoding: TextEncoding?, _ option: String
    ) throws -> Text {
        let contents: [UInt8]
        do throws(FileError) { contents = try Self.contents(path) } catch {
            throw TableError(path, line: nil, reason: "cannot be read: \(error.reason)")
        }
        let text = try contents.withUnsafeBytes { bytes in
            let marked = TextEncoding.marked(bytes)
            let encoding = encoding ?? marked?.0 ?? .utf8
            let content = bytes.dropFirst(marked?.0 == encoding ? marked?.length ?? 0 : 0)
            guard let text = encoding.text(of: content), !text.utf8.contains(0) else {
                throw undecodable(path, bytes, encoding, option)
            }
            return text
        }
        return Text(text)
    }

    /// The bytes of a file, decompressed if they begin as gzip data do.
    private static func contents(_ path: String) throws(FileError) -> [UInt8] {
        let bytes = try OpenFile(path: path).contents()
        guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
        let stream = try GzipStream(path)
        var contents: [UInt8] = []
        while let part = stream.next(), !part.isEmpty {
            contents += part
            guard contents.count <= OpenFile.largestContents else {
                throw FileError(
                    operation: "decompress", path: path,
                    reason: "it has more than \(OpenFile.largestContents >> 30) GiB")
            }
        }
        if let failure = stream.failure {
            throw FileError(operation: "decompress", path: path, reason: failure)
        }
        return contents
    }

    private static func undecodable(
        _ path: String, _ bytes: UnsafeRawBufferPointer, _ encoding: TextEncoding,
        _ option: String
    ) -> TableError {
        if encoding == .utf8, bytes.contains(0) {
            return TableError(
                path, line: 1,
                reason:
                    "contains NUL bytes: it is not a text, or it is UTF-16 without a byte order mark; for UTF-16, add "
                    + "\(option) utf-16le or utf-16be")
        }
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        return TableError(
            path, line: encoding == .utf8 ? line.map { $0 + 1 } : nil,
            reason: encoding == .utf8
                ? "is not UTF-8; if Excel or another Windows program wrote it, add \(option) windows-1252, "
                    + "or save it as 'CSV UTF-8'"
                : "is not \(encoding.rawValue)")
    }

    /// The separator whose header has the most expected names, then the most columns.
    private static func separator(of text: Text, _ names: [String], _ path: String) throws -> UInt8
    {
        if let separator = text.separator { return separator }
        var best: (separator: UInt8, known: Int, count: Int) = (UInt8(ascii: ","), -1, 0)
        for separator in [",", ";", "\t", "|"].flatMap(\.utf8) {
            var parser = CSVParser(text.rest, separator: separator, trims: true)
            // An unclosed quote is reported for the whole file.
            guard let header = try? parser.next()?.fields else { continue }
            let known = names.count { name in header.contains { same($0, name) } }
            if (known, header.count) > (best.known, best.count) {
                best = (separator, known, header.count)
            }
        }
        return best.separator
    }
}

/// The error for a table that cannot be read.
package struct TableError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    /// The path of the file.
    package var path: String
    /// The line, from 1; nil for the whole file.
    package var line: Int?
    /// The reason, without the path.
    package var reason: String

    package init(_ path: String, line: Int?, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }

    package var description: String { path + (line.map { ":\($0)" } ?? "") + ": \(reason)" }
    package var errorDescription: String? { description }
}
