internal import HTTPTypes
internal import Hummingbird
import Images

/// The content of a prediction request: its images, in one of several forms, and its options.
struct PredictionRequest {
    /// The images, from one to the limit.
    let images: [Upload]
    /// Whether heat maps are requested.
    let isExplained: Bool
    /// The client's id of a request of the Open Inference Protocol; nil without one.
    var id: String?
    /// The names of the outputs that such a request asks for; empty: all.
    var outputs: [String] = []

    /// Reads a request: the image itself, a form with files, or JSON with base64.
    /// - Parameters:
    ///   - field: the name of the form's field, or JSON member, with the images.
    ///   - hasTensors: whether JSON of the Open Inference Protocol is expected.
    /// - Throws: `ProblemDetails`.
    init(
        _ request: Request, _ body: [UInt8], _ limits: ServerLimits, field: String = "image",
        hasTensors: Bool = false
    ) throws(ProblemDetails) {
        // `?explain` without a value is a switch that is on.
        var switches = request.uri.queryParameters.filter { $0.key == "explain" }.map {
            $0.value.isEmpty ? "true" : "\($0.value)"
        }
        let type = request.headers[.contentType] ?? "application/octet-stream"
        let main = HeaderValue(type.utf8).main
        try Self.checkEncoding(request)
        switch main {
        case "multipart/form-data":
            let form = try Multipart(body, type: type, most: limits.formParts)
            images = try Self.images(form, limits, field: field)
            switches += form.parts.filter { $0.name == "explain" }.map(\.text)
        case "application/json", "text/json":
            let json = try ImagesInJSON(body, field: field, hasTensors: hasTensors)
            images = json.images
            switches += json.switches
            (id, outputs) = (json.id, json.outputs)
        default:
            images = try Self.image(body, type: main)
        }
        guard !images.isEmpty else { throw Upload.noImage }
        guard images.count <= limits.images else {
            throw ProblemDetails(
                .badRequest, "expected at most \(limits.images) images; got \(images.count)")
        }
        isExplained = try Self.isOn("explain", switches)
    }

    /// The files of a form, and its fields of the expected name without a file name. An empty file
    /// without a name is what a browser sends if no file was chosen.
    static func images(
        _ form: Multipart, _ limits: ServerLimits, field: String
    ) throws(ProblemDetails) -> [Upload] {
        let files = form.parts.filter { part in
            guard !part.content.isEmpty else { return part.filename?.isEmpty == false }
            return part.filename != nil || part.name == field
        }
        if let other = files.first(where: { $0.name != field }) {
            let name = other.name.prefix(50)
            throw ProblemDetails(
                .badRequest, "expected images in the field '\(field)'; got '\(name)'")
        }
        guard !files.isEmpty || form.parts.allSatisfy({ $0.name == field }) else {
            let names = form.parts.prefix(10).map { "'\($0.name.prefix(50))'" }
            throw ProblemDetails(
                .noImage,
                "expected an image in the field '\(field)'; got the fields "
                    + names.joined(separator: ", "))
        }
        return files.enumerated().map { index, part in
            Upload(part.content, clientName: part.filename, index: index)
        }
    }

    /// The image that is the body.
    private static func image(_ body: [UInt8], type: String) throws(ProblemDetails) -> [Upload] {
        guard !ImagesInJSON.isLikely(body) else {
            throw ProblemDetails(
                .badType,
                "the body is JSON, not an image; send it with the header 'Content-Type: "
                    + "application/json'")
        }
        guard
            type.hasPrefix("image/") || type == "application/octet-stream"
                || ImageFormat.allCases.contains(where: { $0.mediaType == type })
        else {
            let hint =
                type == "application/x-www-form-urlencoded"
                ? " (with curl, add -H 'Content-Type: image/jpeg')" : ""
            throw ProblemDetails(
                .badType,
                "expected multipart/form-data, application/json, \(ImageFormat.mediaTypeList) or "
                    + "application/octet-stream; got \(type.prefix(100))\(hint)")
        }
        return body.isEmpty ? [] : [Upload(body, clientName: nil, index: 0)]
    }

    private static func checkEncoding(_ request: Request) throws(ProblemDetails) {
        let encoding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard encoding == "identity" else {
            throw ProblemDetails(
                .badType,
                "the body has the Content-Encoding '\(encoding.prefix(50))'; send it uncompressed")
        }
    }

    /// The value of a switch that may be given several times; false if it is not given.
    private static func isOn(_ name: String, _ values: [String]) throws(ProblemDetails) -> Bool {
        var found: Set<Bool> = []
        for text in values {
            guard let value = Bool(spelling: text) else {
                throw ProblemDetails(
                    .badRequest, "\(name): expected true or false; got '\(text.prefix(50))'")
            }
            found.insert(value)
        }
        guard found.count <= 1 else {
            throw ProblemDetails(.badRequest, "\(name): got both true and false")
        }
        return found.first ?? false
    }
}

extension Bool {
    /// The value of a usual spelling, in any case: `true`, `t`, `yes`, `y`, `on`, `1` and their
    /// opposites; nil for other texts.
    init?(spelling text: String) {
        switch text.lowercased() {
        case "true", "t", "yes", "y", "on", "1": self = true
        case "false", "f", "no", "n", "off", "0": self = false
        default: return nil
        }
    }
}
