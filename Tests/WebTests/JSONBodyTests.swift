import Foundation
import Testing

/// Images as base64 in JSON bodies, and the Open Inference Protocol.
struct JSONBodyTests {
    let server: ServerProcess
    let image: Data
    var text: String { image.base64EncodedString() }

    init() throws {
        server = try ServerProcess()
        image = try Data(
            contentsOf: URL(fileURLWithPath: #require(Fixture.shared.get().images.first)))
    }

    private func post(
        _ json: String, to path: String = "/v1/predict", type: String = "application/json"
    ) async throws -> ServerProcess.Response {
        try await server.post(path, Data(json.utf8), type: type)
    }

    private func logits(_ response: ServerProcess.Response) -> [[Double]] {
        (response.json["predictions"] as? [[String: Any]] ?? []).map {
            $0["logits"] as? [Double] ?? []
        }
    }

    @Test func imagesAreRead() async throws {
        let expected = try #require(logits(await server.post("/v1/predict", image)).first)
        let urlSafe = text.replacing("+", with: "-").replacing("/", with: "_")
        let unpadded = text.replacing("=", with: "")
        let lines = image.base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ]).replacing("\r\n", with: "\\r\\n")
        let escaped = text.replacing("/", with: "\\/")
        let encoded = text.replacing("+", with: "%2B").replacing("=", with: "%3D")
        let bodies: [(json: String, count: Int)] = [
            ("{\"image\": \"\(text)\"}", 1),
            ("\u{FEFF}{\r\n\"image\": \"\(text)\"\r\n}", 1),
            ("{\"image\": \"\(urlSafe)\", \"user\": {\"x\": 1}}", 1),
            ("{\"image\": \" \(unpadded)\\n\"}", 1), ("{\"image\": \"\(lines)\"}", 1),
            ("{\"image\": \"\(escaped)\"}", 1),
            ("{\"image\": \"data:image/jpeg;base64,\(text)\"}", 1),
            ("{\"image\": \"data:;base64,\(encoded)\"}", 1),
            ("{\"image\": \"DATA:image/jpeg;base64,\(text)\"}", 1),
            ("{\"image\": [\"\(text)\", \"data:image/jpg;BASE64,\(text)\"]}", 2),
            ("{\"images\": [\"\(text)\", {\"image\": \"\(text)\", \"name\": \"b\"}]}", 2),
            ("{\"instances\": [{\"b64\": \"\(text)\"}, {\"image\": {\"b64\": \"\(text)\"}}]}", 2),
            ("{\"inputs\": [\(tensor([text, text]))]}", 2),
        ]
        for (json, count) in bodies {
            let response = try await post(json)
            #expect(
                logits(response) == Array(repeating: expected, count: count),
                "\(json.prefix(40)): \(response.text)")
        }
        for type in ["application/json; charset=utf-8", "Application/JSON", "text/json"] {
            #expect(try await post("{\"image\": \"\(text)\"}", type: type).status == 200)
        }
        let named = try await post("{\"image\": {\"image\": \"\(text)\", \"name\": \"x/ö.jpg\"}}")
        let rows = try #require(named.json["predictions"] as? [[String: Any]])
        #expect(rows.first?["name"] as? String == "ö.jpg")
        for field in ["file", "image"] {
            let response = try await post("{\"\(field)\": \"\(text)\"}", to: "/infer/")
            #expect(response.status == 200 && response.json["Class Label"] is String)
        }
    }

    @Test func otherBodiesAreRefusedWithTheReason() async throws {
        let refused: [(json: String, status: Int, message: String)] = [
            ("", 400, "the body is empty"), ("{", 400, "the body:1:2"),
            ("{}}", 400, "the end of the body"), ("[]", 400, "expected an object"),
            ("{}", 400, "got an empty object"), ("{\"img\": \"\"}", 400, "got 'img'"),
            ("{\"image\": 1}", 400, "image: expected an image as base64; got a number"),
            ("{\"image\": null}", 400, "got null"), ("{\"image\": []}", 400, "got none"),
            ("{\"image\": [\"\(text)\", true]}", 400, "image[1]: expected"),
            ("{\"image\": {\"url\": \"x\"}}", 400, "an object without 'image' or 'b64'"),
            ("{\"image\": \"\", \"images\": []}", 400, "in one member"),
            ("{\"image\": \"http://x/y.jpg\"}", 400, "':' at character 5 is not base64"),
            ("{\"image\": \"/9j/ 4AA\"}", 400, "a space (was '+' replaced?)"),
            ("{\"image\": \"AAAAA\"}", 400, "ends inside a group"),
            ("{\"image\": \"AA==AA\"}", 400, "continues after its padding"),
            ("{\"image\": \"data:image/png\"}", 400, "has no comma"),
            ("{\"image\": \"\"}", 422, "is empty"),
            ("{\"image\": \"AAAA\"}", 422, "image-1: is not a JPEG, PNG, "),
            (
                "{\"image\": [\(Array(repeating: "\"AAAA\"", count: 17).joined(separator: ","))]}",
                400,
                "at most 16 images; got 17"
            ),
            ("{\"inputs\": []}", 400, "expected one tensor"),
            ("{\"inputs\": {}}", 400, "inputs: expected a list of tensors; got an object"),
            (
                "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"data\": [1]}]}", 400,
                "expected BYTES"
            ),
            (
                "{\"inputs\": [{\"datatype\": \"BYTES\", \"shape\": [2], \"data\": [\"AAAA\"]}]}",
                400,
                "is not the number of images in data, 1"
            ),
        ]
        for (json, status, message) in refused {
            let response = try await post(json)
            #expect(response.status == status, "\(json.prefix(60)): \(response.text)")
            #expect(
                (response.json["detail"] as? String)?.contains(message) == true, "\(response.text)")
        }
        let deep = String(repeating: "[", count: 10_000)
        #expect(try await post("{\"image\": \(deep)").status == 400)
        for type in ["", "image/png", "application/x-www-form-urlencoded"] {
            let plain = try await post("\n{\"image\": \"\(text)\"}", type: type)
            #expect(plain.status == 415, "\(type)")
            #expect(plain.text.contains("is JSON") && plain.text.contains("application/json"))
        }
        #expect(!server.log.contains("failed"))
    }

    // MARK: - The Open Inference Protocol

    private func tensor(_ images: [String]) -> String {
        let data = images.map { "\"\($0)\"" }.joined(separator: ", ")
        return "{\"name\": \"image\", \"datatype\": \"BYTES\", \"shape\": [\(images.count)], "
            + "\"parameters\": {\"content_type\": \"base64\"}, \"data\": [\(data)]}"
    }

    @Test func theInferenceProtocolIsAnswered() async throws {
        #expect(try await server.ask("/v2").json["name"] as? String == "study")
        for state in ["live", "ready"] {
            let response = try await server.ask("/v2/health/\(state)")
            #expect(response.status == 200 && response.json as? [String: Bool] == [state: true])
        }
        let name = "cnn4-constant-s1"
        let model = try await server.ask("/v2/models/\(name)").json
        let inputs = try #require(model["inputs"] as? [[String: Any]])
        #expect(inputs.first?["datatype"] as? String == "BYTES")
        #expect(try await server.ask("/v2/models/\(name)/ready").status == 200)
        let path = "/v2/models/\(name)/infer"
        let response = try await post(
            "{\"id\": \"7\", \"inputs\": [\(tensor([text, text]))]}", to: path)
        #expect(response.json["id"] as? String == "7")
        let outputs = try #require(response.json["outputs"] as? [[String: Any]])
        #expect(outputs.map { $0["name"] as? String } == ["class", "probabilities", "logits"])
        #expect(outputs[1]["shape"] as? [Int] == [2, 2])
        let expected = try #require(logits(await server.post("/v1/predict", image)).first)
        #expect(outputs[2]["data"] as? [Double] == expected + expected)
        let one = try await post(
            "{\"inputs\": [\(tensor([text]))], \"outputs\": [{\"name\": \"logits\"}]}", to: path)
        #expect((one.json["outputs"] as? [[String: Any]])?.count == 1)
        let unknown = try await post(
            "{\"inputs\": [\(tensor([text]))], \"outputs\": [{\"name\": \"logit\"}]}", to: path)
        #expect(unknown.status == 400 && unknown.text.contains("did you mean 'logits'?"))
        let alone = try await post("{}", to: path)
        #expect(alone.status == 400 && alone.text.contains("inputs"))
        let unreadable = try await post("{\"inputs\": [\(tensor([text, "AAAA"]))]}", to: path)
        #expect(unreadable.status == 422 && unreadable.text.contains("image-2"))
        let other = try await post("{\"inputs\": [\(tensor([text]))]}", to: "/v2/models/x/infer")
        #expect(other.status == 404 && other.text.contains("this server has '\(name)'"))
    }
}
