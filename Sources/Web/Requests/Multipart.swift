import Foundation

/// `multipart/form-data` of RFC 7578: strict, in memory, without a copy of the parts until they are
/// asked for.
struct Multipart {
    struct Part {
        /// Of the form's field.
        let name: String
        /// As the client calls the file; nil for a plain field. Never a path to be opened.
        let filename: String?
        /// Where the content lies in the body.
        let content: Range<Int>
    }

    let parts: [Part]

    /// The longest header of a part.
    private static let mostHeaderBytes = 4096

    /// - Parameters:
    ///   - type: the request's `Content-Type`.
    ///   - most: parts that are taken.
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
                    .badRequest, "a boundary of the multipart body ends in no line break")
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

    /// The header of the part that begins at `start`; `end` is behind the empty line.
    private static func head(
        _ body: [UInt8], at start: Int
    ) throws(ProblemDetails) -> (name: String, filename: String?, end: Int) {
        let limit = min(body.count, start + mostHeaderBytes)
        guard let end = find(Array("\r\n\r\n".utf8), in: body[..<limit], from: start) else {
            throw ProblemDetails(
                .badRequest, "the header of a part has no end within \(mostHeaderBytes) bytes")
        }
        let lines = String(decoding: body[start..<end], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let prefix = "content-disposition:"
        guard let line = lines.first(where: { $0.lowercased().hasPrefix(prefix) }) else {
            throw ProblemDetails(.badRequest, "a part has no Content-Disposition")
        }
        let value = HeaderValue(String(line.dropFirst(prefix.count)))
        guard value.main == "form-data", let name = value.parameters["name"] else {
            throw ProblemDetails(.badRequest, "a part is no form-data with a name")
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

    /// The place of a pattern in bytes.
    private static func find(
        _ pattern: [UInt8], in bytes: some RandomAccessCollection<UInt8>, from start: Int
    ) -> Int? {
        bytes.withContiguousStorageIfAvailable { buffer in
            guard let base = buffer.baseAddress, start >= 0 else { return nil }
            var place = start
            // Patterns begin with a carriage return, which memchr finds fast.
            while place + pattern.count <= buffer.count,
                let found = memchr(base + place, Int32(pattern[0]), buffer.count - place)
            {
                place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
                guard place + pattern.count <= buffer.count else { return nil }
                if memcmp(found, pattern, pattern.count) == 0 { return place }
                place += 1
            }
            return nil
        } ?? nil
    }
}

/// The value of a header with parameters: `form-data; name="image"; filename="a.png"`.
struct HeaderValue {
    /// In lower case.
    let main: String
    /// By their names in lower case, without quotes.
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
                field.firstIndex(of: "=").map { place in
                    (field[..<place].lowercased(), String(field[field.index(after: place)...]))
                }
            }, uniquingKeysWith: { first, _ in first })
    }
}
