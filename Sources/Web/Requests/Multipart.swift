import Foundation

/// A parser of `multipart/form-data` (RFC 7578, RFC 2046) in memory.
struct Multipart {
    /// A part of the form.
    struct Part {
        /// The name of the field.
        let name: String
        /// The client's file name, which is never used as a path; nil for a field without one.
        let filename: String?
        /// The content without its transfer encoding.
        let content: ArraySlice<UInt8>

        /// The content as text, without spaces at its ends.
        var text: String {
            String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    let parts: [Part]

    /// The maximum size of a part's header.
    private static let mostHeaderBytes = 4096
    /// The maximum length of a boundary; RFC 2046 allows 70.
    private static let mostBoundaryBytes = 200

    /// Parses a body.
    /// - Parameters:
    ///   - type: the request's `Content-Type`.
    ///   - most: the maximum number of parts.
    /// - Throws: `ProblemDetails`.
    init(_ body: [UInt8], type: String, most: Int) throws(ProblemDetails) {
        let boundary = try Self.boundary(of: type)
        guard var delimiter = Delimiter(first: boundary, in: body) else {
            throw ProblemDetails(
                .badRequest,
                "no line of the multipart body is '--\(boundary)', the boundary of Content-Type")
        }
        var parts: [Part] = []
        while !delimiter.isLast {
            guard parts.count < most else {
                throw ProblemDetails(.badRequest, "the form has more than \(most) parts")
            }
            let head = try PartHeader(body, after: delimiter, atMost: Self.mostHeaderBytes)
            guard let next = delimiter.next(in: body, from: head.end) else { throw Self.cutShort }
            let content = body[min(head.end, next.start)..<next.start]
            parts.append(
                Part(
                    name: head.name, filename: head.filename, content: try head.decoded(content)))
            delimiter = next
        }
        self.parts = parts
    }

    /// The error of a body that ends too early.
    static var cutShort: ProblemDetails {
        ProblemDetails(.badRequest, "the multipart body ends before its last boundary")
    }

    private static func boundary(of type: String) throws(ProblemDetails) -> String {
        let value = HeaderValue(type.utf8)
        guard value.main == "multipart/form-data" else {
            throw ProblemDetails(.badType, "expected multipart/form-data; got \(value.main)")
        }
        guard let boundary = value["boundary"], !boundary.isEmpty else {
            throw ProblemDetails(
                .badRequest,
                "the Content-Type multipart/form-data has no boundary; let the HTTP library set it")
        }
        guard boundary.utf8.count <= mostBoundaryBytes,
            boundary.utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
        else {
            throw ProblemDetails(
                .badRequest,
                "the boundary of Content-Type is longer than \(mostBoundaryBytes) bytes or not "
                    + "ASCII")
        }
        return boundary
    }
}

/// A line with the boundary: `--boundary` or, as the last one, `--boundary--`. Spaces may follow.
private struct Delimiter {
    /// The index of the line break before the line, which belongs to it.
    let start: Int
    /// The index after the line.
    let end: Int
    let isLast: Bool
    /// The line break of the form: CR LF, or LF from programs that do not follow the standard.
    let lineBreak: [UInt8]
    private let text: [UInt8]

    /// The first delimiter. The text before it, the preamble, is ignored.
    init?(first boundary: String, in body: [UInt8]) {
        let text = Array("--\(boundary)".utf8)
        var position = 0
        while let found = body.index(of: text, from: position) {
            let isLine = found == 0 || body[found - 1] == UInt8(ascii: "\n")
            if isLine, let delimiter = Delimiter(text, in: body, start: found, at: found, nil) {
                self = delimiter
                return
            }
            position = found + 1
        }
        return nil
    }

    /// The delimiter whose text is at `position`; nil if more text follows on the line.
    private init?(
        _ text: [UInt8], in body: [UInt8], start: Int, at position: Int, _ lineBreak: [UInt8]?
    ) {
        (self.start, self.text) = (start, text)
        var end = position + text.count
        isLast = body[end...].starts(with: [0x2D, 0x2D])
        guard !isLast else {
            (self.end, self.lineBreak) = (end + 2, lineBreak ?? [])
            return
        }
        while end < body.count, [0x09, 0x20].contains(body[end]) { end += 1 }
        let possible: [[UInt8]] = lineBreak.map { [$0] } ?? [[0x0D, 0x0A], [0x0A]]
        guard let found = possible.first(where: { body[end...].starts(with: $0) }) else {
            return nil
        }
        (self.end, self.lineBreak) = (end + found.count, found)
    }

    /// The next delimiter after a part's header that ends at `headerEnd`.
    func next(in body: [UInt8], from headerEnd: Int) -> Delimiter? {
        let pattern = lineBreak + text
        // The empty line of a header can be the line break before the delimiter.
        var position = headerEnd - lineBreak.count
        while let found = body.index(of: pattern, from: position) {
            let at = found + lineBreak.count
            if let delimiter = Delimiter(text, in: body, start: found, at: at, lineBreak) {
                return delimiter
            }
            position = found + 1
        }
        return nil
    }
}

/// The header of a part.
private struct PartHeader {
    let name: String
    let filename: String?
    /// The index after the header's empty line.
    let end: Int
    private let encoding: String

    init(
        _ body: [UInt8], after delimiter: Delimiter, atMost most: Int
    ) throws(ProblemDetails) {
        let lineBreak = delimiter.lineBreak
        let (start, limit) = (delimiter.end, min(body.count, delimiter.end + most))
        guard
            let last = body[..<limit].index(
                of: lineBreak + lineBreak, from: start - lineBreak.count)
        else {
            guard limit < body.count else { throw Multipart.cutShort }
            throw ProblemDetails(.badRequest, "the header of a part is longer than \(most) bytes")
        }
        end = last + 2 * lineBreak.count
        let fields = Self.fields(body[start..<max(start, last)])
        guard let disposition = fields["content-disposition"] else {
            throw ProblemDetails(.badRequest, "a part has no Content-Disposition")
        }
        let value = HeaderValue(disposition)
        guard value.main == "form-data", let name = value["name"] else {
            throw ProblemDetails(
                .badRequest,
                "expected a part with 'Content-Disposition: form-data; name=...'; got "
                    + "'\(String(decoding: disposition.prefix(100), as: UTF8.self))'")
        }
        (self.name, filename) = (Self.unescaped(name), value["filename"].map(Self.unescaped))
        let type = fields["content-type"].map { HeaderValue($0).main } ?? ""
        guard !type.hasPrefix("multipart/") else {
            throw ProblemDetails(
                .badRequest,
                "the part '\(self.name.prefix(50))' is \(type.prefix(50)); send each file as a "
                    + "part of its own")
        }
        encoding = fields["content-transfer-encoding"].map { HeaderValue($0).main } ?? ""
    }

    /// The fields by names in lower case. A line that begins with a space continues the last one.
    private static func fields(_ bytes: ArraySlice<UInt8>) -> [String: [UInt8]] {
        var fields: [String: [UInt8]] = [:]
        var last: String?
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if let first = line.first, [0x09, 0x20].contains(first) {
                if let last { fields[last]? += line }
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
                let name = String(decoding: line[..<colon], as: UTF8.self)
                    .trimmingCharacters(in: .whitespaces).lowercased()
                last = name
                if fields[name] == nil { fields[name] = Array(line[(colon + 1)...]) }
            }
        }
        return fields
    }

    /// The name with the quotes and line breaks that browsers send as `%22`, `%0D` and `%0A`.
    private static func unescaped(_ name: String) -> String {
        String(
            decoding: PercentEncoding.decoded(name.utf8, only: [0x22, 0x0D, 0x0A]), as: UTF8.self)
    }

    /// The content without its transfer encoding.
    func decoded(_ content: ArraySlice<UInt8>) throws(ProblemDetails) -> ArraySlice<UInt8> {
        switch encoding {
        case "", "7bit", "8bit", "binary": return content
        case "base64":
            do { return try Base64.decode(content)[...] } catch {
                throw ProblemDetails(.badRequest, "the part '\(name.prefix(50))': \(error)")
            }
        default:
            throw ProblemDetails(
                .badRequest,
                "the part '\(name.prefix(50))' has the Content-Transfer-Encoding "
                    + "'\(encoding.prefix(50))'; expected binary or base64")
        }
    }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// The index of the first occurrence of a pattern at `start` or later; nil if there is none.
    fileprivate func index(of pattern: [UInt8], from start: Int) -> Int? {
        withContiguousStorageIfAvailable { buffer in
            guard let base = buffer.baseAddress, let first = pattern.first else { return nil }
            // A slice of an array from its first element on has the array's indices.
            var index = Swift.max(start, 0)
            while index + pattern.count <= buffer.count,
                let found = memchr(base + index, Int32(first), buffer.count - index)
            {
                index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
                guard index + pattern.count <= buffer.count else { return nil }
                if memcmp(found, pattern, pattern.count) == 0 { return index }
                index += 1
            }
            return nil
        } ?? nil
    }
}
