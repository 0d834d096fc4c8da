import Foundation
import Testing

/// A server with the ensemble of five small networks, calibrated, with test-time augmentation, a
/// threshold and abstention.
struct EnsembleServingTests {
    private func rows(_ data: Data) throws -> [[String: Any]] {
        let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return try #require(json?["predictions"] as? [[String: Any]])
    }

    @Test func itPredictsAsThePredictCommand() async throws {
        let fixture = try Fixture.shared.get()
        let options = try Served.ensemble.options()
        let server = try ServerProcess(serving: options)
        let files = Array(fixture.images.prefix(10))
        let expected = try rows(
            Fixture.run("study", ["predict"] + files + options + ["--json"]))
        #expect(expected.count == files.count)
        var abstentions = 0
        for (file, expected) in zip(files, expected) {
            let content = try Data(contentsOf: URL(fileURLWithPath: file))
            let got = try #require(try rows(await server.post("/v1/predict", content).body).first)
            for member in ["class", "spread", "abstains"] {
                let (a, b) = (got[member] as? NSObject, expected[member] as? NSObject)
                #expect(a == b, "\(member): \(String(describing: a)), \(String(describing: b))")
            }
            let probabilities = got["probabilities"] as? [String: Double]
            #expect(probabilities == expected["probabilities"] as? [String: Double])
            #expect(got["spread"] is Double)
            if got["abstains"] != nil { abstentions += 1 }
            var form = Form()
            form.add("image", content, file: "x.jpeg")
            let page = try await server.post("/", form.whole, type: form.type).text
            let title =
                got["abstains"] == nil
                ? "Prediction: \(got["class"] ?? "")" : "No prediction: too uncertain"
            for text in [
                title, "the standard deviation of their probabilities",
                "PNEUMONIA is predicted from a probability of 0.45 on",
                "Probabilities are calibrated: temperature",
                "the mean of the image and of horizontalFlip",
            ] { #expect(page.contains(text), "\(text)\n\(page)") }
        }
        #expect((1..<files.count).contains(abstentions), "\(abstentions)")
    }

    /// Concurrent requests with different images, single and in forms of several: the predictions
    /// are identical to those of `study predict` for each image separately.
    @Test func concurrentImagesArePredictedAsEachAlone() async throws {
        let fixture = try Fixture.shared.get()
        let options = try Served.ensemble.options()
        let files = Array(fixture.images.prefix(8))
        let contents = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        let expected = try files.map { file in
            let data = try Fixture.run("study", ["predict", file] + options + ["--json"])
            return try Figures(#require(rows(data).first))
        }
        #expect(Set(expected.map(\.probabilities)).count > files.count / 2)
        let server = try ServerProcess(serving: options)
        let answers = try await server.concurrently(48) { number in
            // Every fourth request has three images.
            let images = (0..<(number % 4 == 0 ? 3 : 1)).map { (number + $0) % contents.count }
            var form = Form()
            for image in images { form.add("image", contents[image], file: "\(image).jpeg") }
            let response =
                images.count > 1
                ? try await server.post("/v1/predict", form.whole, type: form.type)
                : try await server.post("/v1/predict", contents[images[0]])
            #expect(response.status == 200, "\(response.text)")
            return (images, response.body)
        }
        for (images, body) in answers {
            #expect(try rows(body).map(Figures.init) == images.map { expected[$0] })
        }
    }

    /// The figures of a prediction in JSON.
    private struct Figures: Equatable {
        let probabilities: [String: Double]
        let logits: [Double]
        let spread: Double
        let abstains: Bool
        let predicted: String

        init(_ row: [String: Any]) throws {
            probabilities = try #require(row["probabilities"] as? [String: Double])
            logits = try #require(row["logits"] as? [Double])
            spread = try #require(row["spread"] as? Double)
            abstains = row["abstains"] as? Bool ?? false
            predicted = try #require(row["class"] as? String)
        }
    }

    /// The other protocols say as well that a class should not be used.
    @Test func everyProtocolAbstains() async throws {
        let fixture = try Fixture.shared.get()
        let server = try ServerProcess(
            serving: ["--trial", Fixture.seeds.get(), "--ensemble", "--abstain", "0.9"])
        let files = Array(fixture.images.prefix(6))
        let contents = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        var expected: [Bool] = []
        for content in contents {
            let row = try #require(try rows(await server.post("/v1/predict", content).body).first)
            let abstains = row["abstains"] as? Bool ?? false
            expected.append(abstains)
            var form = Form()
            form.add("file", content, file: "x.jpeg")
            let old = try await server.post("/infer", form.whole, type: form.type).json
            #expect(old["abstains"] as? Bool ?? false == abstains)
        }
        #expect(expected.contains(true))
        let body: [String: Any] = [
            "inputs": [
                [
                    "name": "image", "datatype": "BYTES", "shape": [contents.count],
                    "data": contents.map { $0.base64EncodedString() },
                ]
            ]
        ]
        let response = try await server.post(
            "/v2/models/ensemble-of-5/infer", JSONSerialization.data(withJSONObject: body),
            type: "application/json")
        let outputs = try #require(response.json["outputs"] as? [[String: Any]])
        let abstains = try #require(outputs.first { $0["name"] as? String == "abstains" })
        #expect(abstains["datatype"] as? String == "BOOL")
        #expect(abstains["data"] as? [Bool] == expected)
    }

    @Test func theCardNamesItsTrialsAndDecisions() async throws {
        let server = try ServerProcess(serving: Served.ensemble.options())
        let card = try await server.ask("/v1/model").json
        #expect(card["name"] as? String == "ensemble-of-5")
        #expect((card["ensemble"] as? [String])?.count == 5)
        #expect(card["threshold"] as? Double == 0.45)
        #expect(card["tta"] as? [String] == ["horizontalFlip"])
        let calibration = try #require(card["calibration"] as? [String: Any])
        #expect(calibration["method"] as? String == "temperature")
        #expect(calibration["images"] as? Int == 10)
        let page = try await server.ask("/").text
        #expect(page.contains("the mean of the probabilities of 5 networks"))
    }
}
