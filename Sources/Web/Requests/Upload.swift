import Images

/// An image from a client, kept in memory.
struct Upload: Sendable {
    /// The client's name of the image, for display; never used as a path.
    let name: String
    /// The bytes of the file.
    let content: [UInt8]

    /// - Parameter name: the name for display, as it is.
    init(name: String, content: [UInt8]) {
        self.name = name
        self.content = content
    }

    /// An image of a request.
    /// - Parameters:
    ///   - clientName: the client's name of the file, of which the last part is shown; nil: none.
    ///   - index: the position among the images of the request, for a name if there is none.
    init(_ content: some Collection<UInt8>, clientName: String?, index: Int) {
        name = Self.shown(clientName ?? "") ?? "image-\(index + 1)"
        self.content = Array(content)
    }

    /// Reads the header of the image.
    /// - Throws: `ImageError.Kind` if the file is not an image.
    func header() throws(ImageError.Kind) -> ImageHeader {
        let result = content.withUnsafeBytes { bytes in
            Result { () throws(ImageError.Kind) in try ImageHeader(bytes) }
        }
        return try result.get()
    }

    /// The error of a request without an image.
    static var noImage: ProblemDetails { ProblemDetails(.noImage, "expected an image; got none") }

    /// A name for display: the last part of a path, without control characters, at most 100
    /// characters; nil if nothing is left. Unicode scalars are compared, because a slash and a
    /// combining mark are one character.
    private static func shown(_ name: String) -> String? {
        let last = name.unicodeScalars.split(whereSeparator: { "/\\".unicodeScalars.contains($0) })
            .last
        guard let last else { return nil }
        let plain = last.filter {
            ![.control, .format, .lineSeparator, .paragraphSeparator]
                .contains($0.properties.generalCategory)
        }
        var text = String()
        text.unicodeScalars.append(contentsOf: plain.prefix(400))
        return text.isEmpty ? nil : String(text.prefix(100))
    }
}
