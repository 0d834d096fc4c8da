import JSON

/// The images in a JSON body, as base64 or data URLs:
/// - `{"image": "..."}`, also with a list; `images` and `instances` are other names of the member;
/// - the request of the Open Inference Protocol (KServe's version 2): `inputs` with the data type
///   `BYTES`.
///
/// An image is a text, or an object with the text in `image` or `b64` and an optional `name`.
struct ImagesInJSON {
    let images: [Upload]
    /// The values of `explain`.
    let switches: [String]
    /// The client's id of a request of the Open Inference Protocol; nil without one.
    let id: String?
    /// The names of the outputs that such a request asks for; empty: all.
    let outputs: [String]

    /// - Parameters:
    ///   - field: the name of the member with the images.
    ///   - hasTensors: whether the Open Inference Protocol is expected; errors then show it.
    /// - Throws: `ProblemDetails` with the location of an invalid value.
    init(_ body: [UInt8], field: String, hasTensors: Bool) throws(ProblemDetails) {
        let json = try Self.parsed(body)
        let example =
            hasTensors
            ? #"{"inputs": [{"name": "\#(field)", "datatype": "BYTES", "data": ["<base64>"]}]}"#
            : #"{"\#(field)": "<base64>"}"#
        guard let members = json.members else {
            throw ProblemDetails(.badRequest, "expected an object such as \(example)")
        }
        let names = [field, "image", "images", "instances", "inputs"].filter { json[$0] != nil }
        guard let name = names.first, Set(names).count == 1, let value = json[name] else {
            let shown = members.prefix(10).map { "'\($0.key.prefix(50))'" }.joined(separator: ", ")
            throw ProblemDetails(
                names.isEmpty ? .noImage : .badRequest,
                "expected an image as base64 in one member, such as \(example); got "
                    + (members.isEmpty ? "an empty object" : shown))
        }
        var reader = Reader()
        if name == "inputs" {
            try reader.readInputs(value, field: field)
        } else {
            try reader.read(value, at: name)
        }
        images = reader.images
        id = json["id"]?.text
        outputs = json["outputs"]?.elements?.compactMap { $0["name"]?.text } ?? []
        switches = [json["explain"], json["parameters"]?["explain"]].compactMap(Self.spelling)
    }

    private static func parsed(_ body: [UInt8]) throws(ProblemDetails) -> JSONValue {
        do { return try JSONDocument(bytes: body, file: "the body").value } catch {
            // The words of the parser are for files.
            let text = "\(error)".replacing("save the file", with: "send the body")
            throw ProblemDetails(.badRequest, text.replacing("the file", with: "the body"))
        }
    }

    /// Whether a body begins like a JSON object or list, and not like an image.
    static func isLikely(_ body: [UInt8]) -> Bool {
        let first = body.first { ![0x09, 0x0A, 0x0D, 0x20].contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    private static func spelling(_ value: JSONValue?) -> String? {
        switch value {
        case nil, .null?: nil
        case .string(let text)?: text
        case let value?: value.canonical
        }
    }
}

/// A reader of images, which appends each to a list.
private struct Reader {
    var images: [Upload] = []

    /// Reads an image, or a list of images.
    mutating func read(_ value: JSONValue, at path: String) throws(ProblemDetails) {
        switch value {
        case .string(let text): try append(text, name: nil, at: path)
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                try read(element, at: "\(path)[\(index)]")
            }
        case .object:
            guard let key = ["image", "b64"].first(where: { value[$0] != nil }),
                let content = value[key]
            else { throw Self.unexpected(path, "an object without 'image' or 'b64'") }
            if let text = content.text {
                let name = value["name"]?.text ?? value["filename"]?.text
                try append(text, name: name, at: "\(path).\(key)")
            } else {
                try read(content, at: "\(path).\(key)")
            }
        case .null, .boolean, .number: throw Self.unexpected(path, value.noun)
        }
    }

    /// Reads the tensors of the Open Inference Protocol: one with the images.
    mutating func readInputs(_ value: JSONValue, field: String) throws(ProblemDetails) {
        guard let inputs = value.elements else {
            throw ProblemDetails(
                .badRequest, "inputs: expected a list of tensors; got \(value.noun)")
        }
        let named = inputs.indices.filter { inputs[$0]["name"]?.text == field }
        guard let index = inputs.count == 1 ? 0 : named.first, named.count <= 1 else {
            throw ProblemDetails(
                .badRequest,
                "inputs: expected one tensor, or one with the name '\(field)'; got \(inputs.count)")
        }
        let (input, path) = (inputs[index], "inputs[\(index)]")
        guard let type = input["datatype"]?.text, type == "BYTES" else {
            throw ProblemDetails(
                .badRequest,
                "\(path).datatype: expected BYTES, with image files as base64; got "
                    + (input["datatype"]?.text.map { "'\($0.prefix(50))'" } ?? "none"))
        }
        guard let data = input["data"] else {
            throw ProblemDetails(.badRequest, "\(path).data: expected image files as base64")
        }
        try read(data, at: "\(path).data")
        let sizes = input["shape"]?.elements?.map { $0.double ?? .nan }
        if let sizes, sizes.reduce(1, *) != Double(images.count) {
            throw ProblemDetails(
                .badRequest,
                "\(path).shape: \(input["shape"]?.canonical.prefix(50) ?? "") is not the number of "
                    + "images in data, \(images.count)")
        }
    }

    private static func unexpected(_ path: String, _ found: String) -> ProblemDetails {
        ProblemDetails(
            .badRequest, "\(path.prefix(100)): expected an image as base64; got \(found)")
    }

    /// Appends an image in base64, or in a data URL.
    private mutating func append(
        _ text: String, name: String?, at path: String
    ) throws(ProblemDetails) {
        var text = text[...]
        while let first = text.utf8.first, first <= 0x20 { text.removeFirst() }
        while let last = text.utf8.last, last <= 0x20 { text.removeLast() }
        do {
            let content =
                String(decoding: text.utf8.prefix(5), as: UTF8.self).lowercased() == "data:"
                ? try Self.content(ofURL: text) : try Base64.decode(text.utf8)
            images.append(Upload(content, clientName: name, index: images.count))
        } catch {
            throw ProblemDetails(.badRequest, "\(path.prefix(100)): \(error)")
        }
    }

    /// The content of a data URL (RFC 2397): `data:image/png;base64,...`.
    private static func content(ofURL text: Substring) throws(Base64.Failure) -> [UInt8] {
        guard let comma = text.utf8.firstIndex(of: UInt8(ascii: ",")) else {
            throw Base64.Failure(description: "a data URL has no comma before its data")
        }
        let data = PercentEncoding.decoded(text.utf8[text.utf8.index(after: comma)...])
        let isBase64 = text[..<comma].lowercased().hasSuffix(";base64")
        return isBase64 ? try Base64.decode(data) : data
    }
}

extension JSONValue {
    /// The type of the value with its article, for messages.
    fileprivate var noun: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
