import Foundation

/// A strict parser of `multipart/form-data` (RFC 7578) in memory, which does not copy the parts.
struct Multipart {
    /// A part of the form.
    struct Part {
        /// The name of the field.
        let name: String
        /// The client's file name, which is never used as a path; nil for a field without a file.
        let filename: String?
        /// The range of the content in the body.
        let content: Range<Int>
    }

    let parts: [Part]

    /// The maximum size of a part's header.
    private static let mostHeaderBytes = 4096

    /// Parses a body.
    /// - Parameters:
    ///   - type: the request's `Content-Type`.
    ///   - most: the maximum number of parts.
    /// - Throws: `ProblemDetails`.
    init(_ body: [UInt8], type: String, most: Int) throws(ProblemDetails) {
        let boundary = try Self.boundary(of: type)
        let delimiter = Array("\r\n--\(boundary)".utf8)
        let opening = delimiter.dropFirst(2)
        guard body.starts(with: opening) else {
            throw ProblemDetails(.badRequest, "the multipart body does not begin with its boundary")
        }
        var parts: [Part] = []
        var position = opening.count
        while true {
            guard position + 2 <= body.count else { throw Self.cutShort }
            if body[position] == 0x2D, body[position + 1] == 0x2D { break }
            guard body[position] == 0x0D, body[position + 1] == 0x0A else {
                throw ProblemDetails(
                    .badRequest, "a boundary of the multipart body does not end with a line break")
            }
            guard parts.count < most else {
                throw ProblemDetails(.badRequest, "the form has more than \(most) parts")
            }
            let head = try Self.head(body, at: position + 2)
            guard let end = Self.find(delimiter, in: body, from: head.end - 2) else {
                throw Self.cutShort
            }
            let start = min(head.end, end)
            parts.append(Part(name: head.name, filename: head.filename, content: start..<end))
            position = end + delimiter.count
        }
        self.parts = parts
    }

    private static var cutShort: ProblemDetails {
        ProblemDetails(.badRequest, "the multipart body ends before its last boundary")
    }

    /// The header of the part that begins at `start`; `end` is the index after the empty line.
    private static func head(
        _ body: [UInt8], at start: Int
    ) throws(ProblemDetails) -> (name: String, filename: String?, end: Int) {
        let limit = min(body.count, start + mostHeaderBytes)
        guard let end = find(Array("\r\n\r\n".utf8), in: body[..<limit], from: start) else {
            throw ProblemDetails(
                .badRequest, "the header of a part is longer than \(mostHeaderBytes) bytes")
        }
        let lines = String(decoding: body[start..<end], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let prefix = "content-disposition:"
        guard let line = lines.first(where: { $0.lowercased().hasPrefix(prefix) }) else {
            throw ProblemDetails(.badRequest, "a part has no Content-Disposition")
        }
        let value = HeaderValue(String(line.dropFirst(prefix.count)))
        guard value.main == "form-data", let name = value.parameters["name"] else {
            throw ProblemDetails(.badRequest, "a part is not form-data with a name")
        }
        return (name, value.parameters["filename"], end + 4)
    }

    private static func boundary(of type: String) throws(ProblemDetails) -> String {
        let value = HeaderValue(type)
        guard value.main == "multipart/form-data" else {
            throw ProblemDetails(.badType, "expected multipart/form-data; got \(value.main)")
        }
        guard let boundary = value.parameters["boundary"], (1...70).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
        else { throw ProblemDetails(.badRequest, "multipart/form-data has no boundary") }
        return boundary
    }

    /// The index of a pattern in bytes; nil if it does not occur.
    private static func find(
        _ pattern: [UInt8], in bytes: some RandomAccessCollection<UInt8>, from start: Int
    ) -> Int? {
        bytes.withContiguousStorageIfAvailable { buffer in
            guard let base = buffer.baseAddress, start >= 0 else { return nil }
            var index = start
            // Patterns begin with a carriage return, which memchr finds fast.
            while index + pattern.count <= buffer.count,
                let found = memchr(base + index, Int32(pattern[0]), buffer.count - index)
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

/// The value of a header with parameters: `form-data; name="image"; filename="a.png"`.
struct HeaderValue {
    /// The value before the parameters, in lower case.
    let main: String
    /// The values of the parameters without quotes, by names in lower case.
    let parameters: [String: String]

    init(_ text: String) {
        var fields: [String] = [""]
        var (isQuoted, isEscaped) = (false, false)
        for character in text {
            if isEscaped {
                fields[fields.count - 1].append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
        }
        let trimmed = fields.map { $0.trimmingCharacters(in: .whitespaces) }
        main = trimmed[0].lowercased()
        parameters = Dictionary(
            trimmed.dropFirst().compactMap { field in
                field.firstIndex(of: "=").map { index in
                    (field[..<index].lowercased(), String(field[field.index(after: index)...]))
                }
            }, uniquingKeysWith: { first, _ in first })
    }
}
