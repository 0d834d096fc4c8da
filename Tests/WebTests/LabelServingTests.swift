import Foundation
import TestSupport
import Testing

/// A server with a network whose images can have several labels.
@Suite(.serialized) struct LabelServingTests {
    private static let labels = LabelStudy.labels

    /// The results of two seeds of a study with three labels, trained once for all tests.
    private static let results = Result {
        let folder = "\(try Fixture.shared.get().folder)/labels"
        try LabelStudy.write(to: folder)
        _ = try Fixture.run(
            "study", ["run", "\(folder)/study.json", "--output", "\(folder)/results", "--quiet"])
        return "\(folder)/results"
    }

    private static func trial() throws -> String {
        let folder = "\(try results.get())/trials"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        return "\(folder)/\(try #require(names.first { !$0.hasPrefix(".") }))"
    }

    private static func images() throws -> [String] {
        let results = try results.get()
        // A test image of each kind.
        return LabelStudy.testImages.prefix(4).map { "\(results)/../images/\($0).bmp" }
    }

    private func rows(_ data: Data) throws -> [[String: Any]] {
        let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return try #require(json?["predictions"] as? [[String: Any]])
    }

    @Test(arguments: [
        [], ["--threshold", "0.2"], ["--threshold", "youden", "--calibrate", "platt"],
    ])
    func itPredictsAsThePredictCommand(_ decisions: [String]) async throws {
        let options = ["--trial", try Self.results.get(), "--ensemble"] + decisions
        let server = try ServerProcess(serving: options)
        let files = try Self.images()
        let expected = try rows(
            Fixture.run("study", ["predict"] + files + options + ["--json"]))
        #expect(expected.count == files.count)
        for (file, expected) in zip(files, expected) {
            let content = try Data(contentsOf: URL(fileURLWithPath: file))
            let response = try await server.post("/v1/predict", content)
            #expect(response.json["labels"] as? [String] == Self.labels)
            #expect(response.json["classes"] == nil)
            let got = try #require(try rows(response.body).first)
            #expect(got["class"] == nil)
            let labels = try #require(got["labels"] as? [String])
            #expect(labels == expected["labels"] as? [String])
            #expect(
                got["probabilities"] as? [String: Double]
                    == expected["probabilities"] as? [String: Double])
            #expect(got["logits"] as? [Double] == expected["logits"] as? [Double])
            #expect(got["spread"] as? Double == expected["spread"] as? Double)
            var form = Form()
            form.add("image", content, file: "x.jpeg")
            let page = try await server.post("/", form.whole, type: form.type).text
            #expect(page.contains(labels.isEmpty ? "No label is predicted" : "Predicted: "))
            #expect(page.components(separatedBy: "<meter").count == 4)
            #expect(!page.contains("their sum is 100%"))
            for label in Self.labels { #expect(page.contains(">\(label)<")) }
            if decisions.first == "--threshold", decisions[1] == "0.2" {
                #expect(page.contains("(from 20.0%)"))
            }
        }
    }

    @Test func otherProtocolsHaveLabels() async throws {
        let server = try ServerProcess(
            serving: ["--trial", Self.trial(), "--threshold", "0.0001"])
        let content = try Data(contentsOf: URL(fileURLWithPath: Self.images()[0]))
        var form = Form()
        form.add("file", content, file: "x.jpeg")
        let old = try await server.post("/infer", form.whole, type: form.type)
        #expect(old.status == 400 && old.text.contains("use /v1/predict"))
        let card = try await server.ask("/v1/model").json
        let name = try #require(card["name"] as? String)
        let described = try await server.ask("/v2/models/\(name)").json
        #expect(described["labels"] as? [String] == Self.labels)
        let outputs = try #require(described["outputs"] as? [[String: Any]])
        #expect(
            outputs.compactMap { $0["name"] as? String } == ["labels", "probabilities", "logits"])
        func infer(_ wanted: String) async throws -> ServerProcess.Response {
            let body: [String: Any] = [
                "inputs": [
                    [
                        "name": "image", "datatype": "BYTES", "shape": [1],
                        "data": [content.base64EncodedString()],
                    ]
                ], "outputs": [["name": wanted]],
            ]
            return try await server.post(
                "/v2/models/\(name)/infer", JSONSerialization.data(withJSONObject: body),
                type: "application/json")
        }
        let answer = try await infer("labels").json
        let tensor = try #require((answer["outputs"] as? [[String: Any]])?.first)
        #expect(tensor["datatype"] as? String == "BOOL")
        #expect(tensor["shape"] as? [Int] == [1, 3])
        #expect(tensor["data"] as? [Bool] == [true, true, true])
        let refused = try await infer("class")
        #expect(refused.status == 400 && refused.text.contains("no output 'class'"))
    }

    @Test func theCardNamesLabelsAndThresholds() async throws {
        let server = try ServerProcess(
            serving: ["--trial", Self.trial(), "--threshold", "sensitivity:0.95"],
            samples: "dataset")
        let card = try await server.ask("/v1/model").json
        #expect(card["labels"] as? [String] == Self.labels && card["classes"] == nil)
        let thresholds = try #require(card["thresholds"] as? [String: Double])
        // Validation has no image with the rare label.
        #expect(thresholds.count == 3 && thresholds["rare"] == 0.5)
        let test = try #require(card["test"] as? [String: Any])
        #expect(test["images"] as? Int == 12 && test["patients"] as? Int == 6)
        let figures = try #require(test["figures"] as? [String: [String: Any]])
        let own = try Self.labels.map { label -> Double in
            try #require(figures["auroc: \(label)"]?["value"] as? Double)
        }
        let macro = try #require(figures["auroc_macro"]?["value"] as? Double)
        #expect(abs(macro - own.reduce(0, +) / 3) < 1e-12)
        let page = try await server.ask("/").text
        for text in [
            "Predict the labels of an image", "<dt>Labels</dt>", "For rare, validation has no",
            "AUROC of right side", "no label: ",
        ] { #expect(page.contains(text), "\(text)") }
    }

    @Test func abstentionIsRefused() throws {
        let (status, text) = try ServerProcess.refusal([
            "--trial", try Self.trial(), "--port", "0", "--abstain", "0.2",
        ])
        #expect(status == 1)
        #expect(text.contains("--abstain: the images of") && text.contains("leave it out"))
    }
}
