import Foundation
import Images
import Testing

/// Malicious requests: the server responds with 4xx or 503 or closes the connection, and serves
/// other clients meanwhile.
struct HostileTests {
    /// The number of requests: 40, or `SOAK_REQUESTS`.
    private static let count =
        ProcessInfo.processInfo.environment["SOAK_REQUESTS"].flatMap { Int($0) } ?? 40

    private static let image =
        (try? Fixture.shared.get().images.first).flatMap {
            FileManager.default.contents(atPath: $0)
        } ?? Data()

    private static func post(_ body: Data, _ fields: String, length: Int? = nil) -> [UInt8] {
        let head =
            "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n"
            + "Content-Length: \(length ?? body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }

    /// The bytes of an attack, and whether the test then only reads.
    private static func attack(_ number: Int) -> [UInt8] {
        let form = "Content-Type: multipart/form-data; boundary=b"
        func part(_ name: String, _ content: String = "x") -> String {
            "--b\r\nContent-Disposition: form-data; name=a; filename=\"\(name)\"\r\n\r\n"
                + "\(content)\r\n"
        }
        let image = Self.image
        switch number % 20 {
        case 0: return post(image.prefix(image.count / 2), "X: y")
        case 1: return post(HostileImages.png(width: 60_000, height: 60_000), "X: y")
        case 2: return post(HostileImages.png(width: 6000, height: 6000), "X: y")
        case 3: return post(Data(repeating: 0xFF, count: 4096), "Content-Type: image/png")
        case 4: return post(Data(String(repeating: part("a"), count: 500).utf8), form)
        case 5: return post(Data((part("../../../etc/passwd") + "--b--").utf8), form)
        case 6: return post(Data("--b\r\n\(String(repeating: "H: v\r\n", count: 9000))".utf8), form)
        case 7: return post(Data("--b--".utf8), form)
        case 8: return post(Data(part("a").utf8), form)
        case 9: return post(Data(), "Content-Type: multipart/form-data; boundary=")
        case 10: return post(Data("a".utf8), "X: y", length: 1 << 40)
        case 11: return post(Data("a".utf8), "Content-Length: 7")
        case 12:
            return Array("GET / HTTP/1.1\r\n\(String(repeating: "A: b\r\n", count: 5000))\r\n".utf8)
        case 13:
            return Array("GET /\(String(repeating: "a/", count: 40_000)) HTTP/1.1\r\n\r\n".utf8)
        case 14:
            return Array(
                "GET / HTTP/1.1\r\nA: \(String(repeating: "b", count: 90_000))\r\n\r\n".utf8)
        case 15: return (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
        case 16:
            return Array(
                "POST /infer/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n"
                    .utf8)
        case 17: return Array("GET /%00%ff%2e%2e HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        case 18: return Array("BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        default: return Array("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n".utf8)
        }
    }

    @Test(arguments: Served.allCases)
    func hostileRequestsAreRefusedAndOthersServed(_ served: Served) async throws {
        let server = try ServerProcess(["--timeout", "5"], serving: served.options())
        let port = server.port
        let image = Self.image
        let first = try await server.post("/v1/predict", image)
        try #require(first.status == 200)
        let expected = first.body
        _ = try await server.onThreads(8) { lane in
            for number in stride(from: lane, to: Self.count, by: 8) {
                if lane == 0 {
                    let good = try RawConnection(port)
                    good.write(Self.post(image, "Content-Type: image/jpeg\r\nConnection: close"))
                    #expect(good.read().hasSuffix(String(decoding: expected, as: UTF8.self)))
                }
                let connection = try RawConnection(port)
                connection.write(Self.attack(number))
                connection.finish()
                let response = connection.read()
                let status = response.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                let isRefused = status.map { (400..<500).contains($0) || $0 == 503 } ?? true
                #expect(isRefused, "attack \(number % 20): \(response.prefix(200))")
            }
        }
        #expect(try await server.post("/v1/predict", image).body == expected)
        #expect(server.isRunning)
        #expect(server.residentBytes < 1 << 30)
    }

    /// While damaged images take long to decode and the network has nothing to do, other images are
    /// predicted, and the server stops on request.
    @Test(.timeLimit(.minutes(30)), arguments: Served.allCases)
    func picturesThatTakeLongHoldNobodyUp(_ served: Served) async throws {
        let side = 6000
        let pixels = [UInt8](repeating: 0, count: side * side * 3)
        let whole = try JPEG.encode(
            RGBImage(width: side, height: side, pixels: pixels), quality: 90)
        var form = Form()
        for number in 0..<16 {
            form.add("image", whole.dropLast(whole.count / 20), file: "\(number).jpeg")
        }
        let server = try ServerProcess(serving: served.options())
        async let refused = server.post("/v1/predict", form.whole, type: form.type)
        async let response = server.post("/v1/predict", Self.image)
        #expect(try await response.status == 200)
        #expect(try await refused.status == 422)
        server.terminate()
        #expect(server.status() == (0, false))
    }

    /// A slow request does not keep a connection longer than the time limit.
    @Test(.timeLimit(.minutes(30)), arguments: Served.allCases)
    func slowRequestsAreCutOff(_ served: Served) async throws {
        let server = try ServerProcess(["--timeout", "2"], serving: served.options())
        let port = server.port
        let starts = [
            "GET / HTTP/1.1\r\nHost: localhost\r\n",
            "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n",
        ]
        let seconds = try await server.onThreads(starts.count) { number in
            let connection = try RawConnection(port)
            let start = ContinuousClock.now
            connection.write(starts[number].utf8)
            while connection.write("a".utf8), ContinuousClock.now - start < .seconds(15) {
                Thread.sleep(forTimeInterval: 0.2)
            }
            return (ContinuousClock.now - start) / .seconds(1)
        }
        for time in seconds { #expect(time < 10, "after \(time) s") }
        #expect(try await server.ask("/health").status == 200)
    }
}
