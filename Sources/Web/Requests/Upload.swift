internal import HTTPTypes
internal import Hummingbird
import Images

/// An image from a client, kept in memory.
struct Upload: Sendable {
    /// The client's name of the image, for display; never used as a path.
    let name: String
    /// The bytes of the file.
    let content: [UInt8]

    /// Reads the header of the image.
    /// - Throws: `ImageError.Kind` if the file is not an image.
    func header() throws(ImageError.Kind) -> ImageHeader {
        let result = content.withUnsafeBytes { bytes in
            Result { () throws(ImageError.Kind) in try ImageHeader(bytes) }
        }
        return try result.get()
    }

    /// The images of a request: the body itself, or the files of a form.
    /// - Parameter field: the name of the form's field with the images.
    /// - Throws: `ProblemDetails`.
    static func images(
        _ request: Request, _ body: [UInt8], _ limits: ServerLimits, field: String = "image"
    ) throws(ProblemDetails) -> [Upload] {
        let type = request.headers[.contentType] ?? "application/octet-stream"
        let main = HeaderValue(type).main
        if main == "multipart/form-data" {
            let form = try Multipart(body, type: type, most: limits.images)
            let files = form.parts.filter { $0.filename != nil && !$0.content.isEmpty }
            if let other = files.first(where: { $0.name != field }) {
                let name = other.name.prefix(50)
                throw ProblemDetails(
                    .badRequest, "expected images in the field '\(field)'; got '\(name)'")
            }
            guard !files.isEmpty else { throw noImage }
            return files.enumerated().map { index, part in
                Upload(
                    name: shown(part.filename ?? "", index), content: Array(body[part.content]))
            }
        }
        guard main.hasPrefix("image/") || main == "application/octet-stream" else {
            throw ProblemDetails(
                .badType,
                "expected multipart/form-data, image/jpeg, image/png or "
                    + "application/octet-stream; got \(main)")
        }
        guard !body.isEmpty else { throw noImage }
        return [Upload(name: "image-1", content: body)]
    }

    /// The error of a request without an image.
    static var noImage: ProblemDetails { ProblemDetails(.noImage, "expected an image; got none") }

    /// A name for display: the last part of a path, without control characters, at most 100
    /// characters.
    private static func shown(_ name: String, _ index: Int) -> String {
        let last = name.split(whereSeparator: { "/\\".contains($0) }).last ?? ""
        let plain = last.unicodeScalars.filter {
            ![.control, .format, .lineSeparator, .paragraphSeparator]
                .contains($0.properties.generalCategory)
        }
        let text = String(String.UnicodeScalarView(plain)).prefix(100)
        return text.isEmpty ? "image-\(index + 1)" : String(text)
    }
}
