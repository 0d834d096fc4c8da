import JSON

/// The page of the server's HTTP API, from its OpenAPI document.
struct HTTPPage {
    private let document: JSONValue

    init(openAPI: String) throws {
        document = try JSONDocument(text: openAPI, file: "openapi.json").value
    }

    var markdown: String {
        let operations = members("paths").flatMap { path in
            (path.value.members ?? []).map { (method: $0.key.uppercased(), path.key, $0.value) }
        }
        let rows = operations.map { method, path, operation in
            "| `\(method) \(path)` | \(operation["summary"]?.text ?? "") |"
        }
        let sections = operations.map { section($0, $1, $2) }
        let schemas = members("components", "schemas").map { schema($0.key, $0.value) }
        return """
            # HTTP API

            `study serve` starts the server; [Serving and deployment](../serving.md) explains how.
            The server has this description as an OpenAPI document at `/openapi.json`, and as a page
            with examples at `/docs`. \(document["info"]?["description"]?.text ?? "")

            | request | purpose |
            |---|---|
            \(rows.joined(separator: "\n"))

            If the server was started with `--token-file`, a request needs the token: as
            `Authorization: Bearer TOKEN`, or as the password of HTTP basic authentication.
            The paths of health checks need no token.

            \(sections.joined(separator: "\n\n"))

            ## Schemas

            \(schemas.joined(separator: "\n\n"))

            """
    }

    private func members(_ path: String...) -> [JSONValue.Member] {
        path.reduce(document) { $0[$1] ?? .null }.members ?? []
    }

    private func section(_ method: String, _ path: String, _ operation: JSONValue) -> String {
        var parts = ["## \(method) \(path)"]
        for key in ["summary", "description"] {
            guard let text = operation[key]?.text else { continue }
            parts.append(text.hasSuffix(".") ? text : text + ".")
        }
        let parameters = operation["parameters"]?.elements ?? []
        if !parameters.isEmpty {
            let rows = parameters.map { parameter in
                let schema = parameter["schema"] ?? .null
                let texts = ["name", "in", "description"].map { parameter[$0]?.text ?? "" }
                return "| `\(texts[0])` | \(texts[1]) | \(type(schema))\(fallback(schema)) | "
                    + "\(texts[2]) |"
            }
            parts.append(table("parameter | in | type | meaning", rows))
        }
        if let content = operation["requestBody"]?["content"]?.members {
            let rows = content.map { "| `\($0.key)` | \(type($0.value["schema"] ?? .null)) |" }
            parts.append(table("body | type", rows))
        }
        let rows = (operation["responses"]?.members ?? []).map { response in
            let content = response.value["content"]?.members ?? []
            let types = content.map { "`\($0.key)`: \(type($0.value["schema"] ?? .null))" }
            return "| \(response.key) | \(types.joined(separator: ", ")) | "
                + "\(response.value["description"]?.text ?? "") |"
        }
        parts.append(table("status | body | meaning", rows))
        return parts.joined(separator: "\n\n")
    }

    private func schema(_ name: String, _ schema: JSONValue) -> String {
        let required = (schema["required"]?.elements ?? []).compactMap(\.text)
        let rows = (schema["properties"]?.members ?? []).map { member in
            let always = required.contains(member.key) ? "always" : "sometimes"
            return "| `\(member.key)` | \(type(member.value)) | \(always) | "
                + "\(member.value["description"]?.text ?? "") |"
        }
        let text = schema["description"]?.text.map { [$0] } ?? []
        let content =
            rows.isEmpty
            ? "Type: \(type(schema))." : table("key | type | present | meaning", rows)
        return (["### \(name)"] + text + [content]).joined(separator: "\n\n")
    }

    private func table(_ head: String, _ rows: [String]) -> String {
        let count = head.split(separator: "|").count
        return (["| \(head) |", "|" + String(repeating: "---|", count: count)] + rows)
            .joined(separator: "\n")
    }

    private func fallback(_ schema: JSONValue) -> String {
        schema["default"].map { "; default `\($0.canonical)`" } ?? ""
    }

    /// The type that a schema describes; a named schema as a link.
    private func type(_ schema: JSONValue) -> String {
        if let name = schema["$ref"]?.text?.split(separator: "/").last {
            return "[\(name)](#\(name.lowercased()))"
        }
        if let choices = (schema["oneOf"] ?? schema["anyOf"])?.elements {
            return choices.map(type).joined(separator: ", or ")
        }
        if let names = schema["type"]?.elements {
            return names.compactMap(\.text).joined(separator: ", or ")
        }
        switch schema["type"]?.text {
        case "array": return "array of " + type(schema["items"] ?? .null)
        case "string" where schema["format"]?.text == "binary": return "the bytes of an image"
        case "object": return object(schema)
        case let name?: return name
        case nil: return "any value"
        }
    }

    private func object(_ schema: JSONValue) -> String {
        if let values = schema["additionalProperties"], values.members != nil {
            return "object with values: " + type(values)
        }
        let parts = (schema["properties"]?.members ?? []).map { "`\($0.key)`: \(type($0.value))" }
        return parts.isEmpty ? "object" : "object with " + parts.joined(separator: ", ")
    }
}
