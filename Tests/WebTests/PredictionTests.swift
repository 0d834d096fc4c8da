import Datasets
import Engine
import Foundation
import FoundationNetworking
import Images
import Inference
import JSON
import Networks
import Runs
import Synchronization
import Tensors
import Testing
import Vocabulary
import Web

/// The server's predictions equal those of `study predict`.
struct PredictionTests {
    let fixture: Fixture
    let server: ServerProcess

    init() throws {
        fixture = try Fixture.shared.get()
        server = try ServerProcess()
    }

    /// The logits of `study predict` for each image separately.
    private func expected(_ files: [String]) throws -> [[Double]] {
        try files.map { file in
            let data = try Fixture.run(
                "study", ["predict", file, "--trial", fixture.trial, "--json"])
            return try #require(logits(of: data).first)
        }
    }

    private func logits(of data: Data) throws -> [[Double]] {
        let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let rows = try #require(json?["predictions"] as? [[String: Any]])
        return rows.map { $0["logits"] as? [Double] ?? [] }
    }

    /// Single requests, a form with all images, and concurrent requests: the logits are always
    /// identical to those of `study predict`.
    @Test func thePredictionsAreThoseOfThePredictCommand() async throws {
        let files = Array(fixture.images.prefix(12))
        let expected = try expected(files)
        #expect(Set(expected).count > 6)
        let contents = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        for (content, row) in zip(contents, expected).prefix(3) {
            let response = try await server.post("/v1/predict", content)
            #expect(response.status == 200)
            #expect(try logits(of: response.body) == [row])
        }
        var form = Form()
        for (number, content) in contents.enumerated() {
            form.add("image", content, file: "\(number).jpeg")
        }
        let response = try await server.post("/v1/predict", form.whole, type: form.type)
        #expect(try logits(of: response.body) == expected)
        let answers = try await server.concurrently(48) { number in
            try await server.post("/v1/predict", contents[number % contents.count]).body
        }
        for (number, body) in answers.enumerated() {
            #expect(try logits(of: body) == [expected[number % contents.count]])
        }
    }

    @Test func whereTheNetworkLooksIsToldOnRequest() async throws {
        let content = try Data(contentsOf: URL(fileURLWithPath: fixture.images[0]))
        let plain = try await server.post("/v1/predict", content)
        let response = try await server.post("/v1/predict?explain=true", content)
        #expect(response.status == 200)
        #expect(try logits(of: response.body) == logits(of: plain.body))
        let rows = try #require(response.json["predictions"] as? [[String: Any]])
        let heat = try #require(rows.first?["heat"] as? [String: Any])
        let values = try #require(heat["values"] as? [Double])
        #expect(values.count == (heat["width"] as? Int ?? 0) * (heat["height"] as? Int ?? 0))
        #expect(values.allSatisfy { (0...1).contains($0) })
    }

    /// A network without a feature map, in a server within this process: API and page report that
    /// there is no heat map, and the page shows the prediction.
    @Test(.timeLimit(.minutes(30))) func aFailedHeatMapIsSaid() async throws {
        let side = 32
        let network = Network("flat", Sequential([Flatten(), Linear(3 * side * side, 2)]))
        let parameters = try network.graph(input: [1, 3, side, side]).initialParameters(seed: 1)
        let input = NetworkInput(
            EvaluationTransform(resize: side, crop: side), PixelNormalization(.imageNet))
        let compiled = try CompiledNetwork(
            network, on: OneDNNDevice(), classes: 2, input: input, parameters: parameters)
        let predictor = Predictor([compiled], classes: ["A", "B"])
        let card = ModelCard(
            network: "flat", weights: "none", digest: "none", classes: ["A", "B"],
            transform: EvaluationTransform(resize: side, crop: side), normalization: .imageNet)
        let model = ServedModel(predictor, card: card, limits: ServerLimits())
        let (addresses, started) = AsyncStream.makeStream(of: String.self)
        let log = Lines()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // A server that cannot start ends the test.
                defer { started.finish() }
                let web = WebServer(ServerSettings(port: 0), model: model, samples: .none)
                try await web.run(
                    started: { started.yield($0) },
                    log: { log.add($0) })
            }
            defer { group.cancelAll() }
            var iterator = addresses.makeAsyncIterator()
            let address = try #require(await iterator.next())
            let image = try Data(contentsOf: URL(fileURLWithPath: fixture.images[0]))
            func post(_ path: String, _ body: Data, _ type: String) async throws -> (Int, String) {
                var request = URLRequest(url: try #require(URL(string: address + path)))
                request.httpMethod = "POST"
                // The server is in this process, where other tests may keep it waiting.
                request.timeoutInterval = 1500
                request.httpBody = body
                request.setValue(type, forHTTPHeaderField: "Content-Type")
                let (data, head) = try await URLSession.shared.data(for: request)
                let status = (head as? HTTPURLResponse)?.statusCode ?? 0
                return (status, String(decoding: data, as: UTF8.self))
            }
            let reason =
                "the network has no feature map before its classifier that all paths pass through"
            let plain = try await post("/v1/predict", image, "image/jpeg")
            #expect(plain.0 == 200 && !plain.1.contains("heat"))
            let explained = try await post("/v1/predict?explain=true", image, "image/jpeg")
            #expect(explained.0 == 501 && explained.1.contains(reason), "\(explained)")
            var form = Form()
            form.add("image", image, file: "x.jpeg")
            let page = try await post("/", form.whole, form.type)
            #expect(page.0 == 200 && page.1.contains("Prediction: "), "\(page)")
            #expect(page.1.contains("cannot be shown: \(reason)."), "\(page)")
        }
        #expect(log.all.contains { $0.hasPrefix("no heat map: ") })
    }

    /// An image whose last rows are missing is refused by the API and by the page, and neither is
    /// logged as a failure of the server.
    @Test func anImageWithADamagedEdgeIsNoFailureOfTheServer() async throws {
        let (width, height) = (64, 1024)
        let pixels = (0..<width * height).map {
            UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13)
        }
        var content = try JPEG.encode(gray: pixels, width: width, height: height, quality: 95)
        let cut = content.count * 4 / 5
        content.removeSubrange(cut..<content.count - 2)
        let response = try await server.post("/v1/predict", content)
        #expect(response.status == 422, "\(response.text)")
        var form = Form()
        form.add("image", content, file: "tall.jpeg")
        let page = try await server.post("/", form.whole, type: form.type)
        #expect(page.status == 422 && page.text.contains("tall.jpeg"), "\(page.text)")
        #expect(!server.log.contains("failed"))
    }

    @Test func imagesStandInTheFieldThatIsDescribed() async throws {
        var form = Form()
        form.add(
            "picture", try Data(contentsOf: URL(fileURLWithPath: fixture.images[0])), file: "b")
        let response = try await server.post("/v1/predict", form.whole, type: form.type)
        #expect(response.status == 400)
        #expect(response.text.contains("expected images in the field 'image'; got 'picture'"))
    }

    @Test func theFirstApplicationsFormIsStillThere() async throws {
        let content = try Data(contentsOf: URL(fileURLWithPath: fixture.images[0]))
        var form = Form()
        form.add("file", content, file: "x.jpeg")
        let response = try await server.post("/infer/", form.whole, type: form.type)
        #expect(response.status == 200)
        let number = try #require(response.json["Predicted Class"] as? Int)
        let label = try #require(response.json["Class Label"] as? String)
        #expect(["NORMAL", "PNEUMONIA"][number] == label)
        let probabilities = try #require(response.json["probabilities"] as? [Double])
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
        #expect(probabilities[number] == probabilities.max())
    }

    @Test func anImageThatCannotBeReadKeepsNothingFromTheOthers() async throws {
        var form = Form()
        form.add("image", Data("no image".utf8), file: "../../etc/passwd")
        form.add("image", try Data(contentsOf: URL(fileURLWithPath: fixture.images[0])), file: "b")
        let response = try await server.post("/v1/predict", form.whole, type: form.type)
        #expect(response.status == 200)
        let rows = try #require(response.json["predictions"] as? [[String: Any]])
        #expect(rows[0]["name"] as? String == "passwd")
        #expect((rows[0]["error"] as? String)?.contains("not a JPEG, PNG, ") == true)
        let alone = try await server.post(
            "/v1/predict", Data(contentsOf: URL(fileURLWithPath: fixture.images[0])))
        let first = try #require(alone.json["predictions"] as? [[String: Any]]).first
        let name = try #require(first?["class"] as? String)
        #expect(rows.count == 2 && rows[1]["name"] as? String == "b")
        #expect(rows[1]["class"] as? String == name)
    }

    @Test func theModelCardHasTheTestFigures() async throws {
        let card = try await server.ask("/v1/model").json
        #expect(card["network"] as? String == "cnn4")
        #expect(card["study"] as? String == "A <small> study & more")
        #expect((card["digest"] as? String)?.count == 64)
        let test = try #require(card["test"] as? [String: Any])
        #expect(test["images"] as? Int == 20)
        let figures = try #require(test["figures"] as? [String: [String: Any]])
        let area = try #require(figures["auroc"]?["value"] as? Double)
        #expect((0...1).contains(area))
        let page = try await server.ask("/").text
        #expect(page.contains("A &lt;small&gt; study &amp; more"))
        #expect(!page.contains("<small>"))
    }

    /// If the study sets the other class as the positive one, the card has the metrics of that
    /// class and names it.
    @Test func theModelCardIsOfThePositiveClass() async throws {
        let other = "\(fixture.folder)/results-\(UUID())"
        _ = try Fixture.run(
            "study",
            [
                "run", "\(fixture.folder)/study.json", "--output", other, "--cache",
                "\(fixture.folder)/cache", "--quiet", "--set", "dataset.positiveClass=NORMAL",
            ])
        let trial = URL(fileURLWithPath: fixture.trial).lastPathComponent
        let swapped = try ServerProcess(serving: ["--trial", "\(other)/trials/\(trial)"])
        var found: [String: [String: Double]] = [:]
        for (name, server) in ["PNEUMONIA": server, "NORMAL": swapped] {
            let card = try await server.ask("/v1/model").json
            #expect(card["positiveClass"] as? String == name)
            let test = try #require(card["test"] as? [String: Any])
            let figures = try #require(test["figures"] as? [String: [String: Any]])
            found[name] = figures.compactMapValues { $0["value"] as? Double }
            #expect(try await server.ask("/").text.contains("Positive class"))
        }
        let (one, two) = (found["PNEUMONIA"] ?? [:], found["NORMAL"] ?? [:])
        #expect(one["sensitivity"] != nil && one["sensitivity"] == two["specificity"])
        #expect(one["specificity"] != nil && one["specificity"] == two["sensitivity"])
        #expect(one["accuracy"] == two["accuracy"])
    }

    @Test func itIsReadyAndCounts() async throws {
        #expect(try await server.ask("/health").json["status"] as? String == "ok")
        #expect(try await server.ask("/ready").status == 200)
        let metrics = try await server.ask("/metrics").text
        let line = #"study_requests_total{route="/health",method="GET",status="200"} 1"#
        #expect(metrics.contains(line), "\(metrics)")
        let document = try await server.ask("/openapi.json").json
        let paths = try #require(document["paths"] as? [String: Any])
        for path in paths.keys.sorted() {
            let response = try await server.ask(path.replacing("{name}", with: "cnn4-constant-s1"))
            let takesGet = (paths[path] as? [String: Any])?["get"] != nil
            #expect(response.status == (takesGet ? 200 : 405), "\(path): \(response.status)")
        }
    }
}

/// A list of lines to which several threads add.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
