import Foundation
import JSON
import Testing

/// The errors of refused requests.
struct ProblemTests {
    private func problem(
        _ response: ServerProcess.Response, _ status: Int, _ kind: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(response.status == status, "\(response.text)", sourceLocation: sourceLocation)
        #expect(
            response.headers["content-type"] == "application/problem+json",
            sourceLocation: sourceLocation)
        #expect(response.json["type"] as? String == "/docs#\(kind)", sourceLocation: sourceLocation)
        #expect(response.json["status"] as? Int == status, sourceLocation: sourceLocation)
        #expect(response.json["detail"] as? String != "", sourceLocation: sourceLocation)
    }

    @Test func wrongRequestsAreProblems() async throws {
        let server = try ServerProcess(["--max-upload", "1"])
        problem(try await server.ask("/../../etc/passwd"), 404, "not-found")
        problem(try await server.ask("/samples/..%2f..%2fetc"), 404, "not-found")
        problem(try await server.ask("/samples/99"), 404, "not-found")
        let wrong = try await server.ask("/v1/predict", method: "DELETE")
        problem(wrong, 405, "method-not-allowed")
        #expect(wrong.headers["allow"] == "POST")
        problem(try await server.post("/v1/predict", Data()), 400, "no-image")
        problem(try await server.post("/v1/predict", Data("text".utf8)), 422, "bad-image")
        let text = Data("text".utf8)
        problem(
            try await server.post("/v1/predict", text, type: "text/html"), 415, "unsupported-type")
        problem(
            try await server.post("/v1/predict", text, type: "multipart/form-data"), 400,
            "bad-request")
        var form = Form()
        for _ in 0..<17 { form.add("image", text, file: "a") }
        problem(
            try await server.post("/v1/predict", form.whole, type: form.type), 400, "bad-request")
        problem(
            try await server.post("/v1/predict", Data(count: 2 << 20)), 413, "too-large")
        problem(
            try await server.post("/v1/predict?explain=perhaps", text), 400, "bad-request")
    }

    @Test func imagesThatClaimTooMuchAreRefused() async throws {
        let server = try ServerProcess()
        for side in [7000, 100_000, 0, 0xFFFF_FFFF] {
            let response = try await server.post(
                "/v1/predict", HostileImages.png(width: side, height: side), type: "image/png")
            problem(response, 422, "bad-image")
        }
    }

    @Test func theTokenIsAskedFor() async throws {
        let folder = try Fixture.shared.get().folder
        let token = "0123456789abcdef0123"
        try "\(token)\n".write(toFile: "\(folder)/token", atomically: true, encoding: .utf8)
        let server = try ServerProcess(["--token-file", "\(folder)/token"])
        let port = server.port
        #expect(try RawConnection.status(port, "/health") == 200)
        #expect(try RawConnection.status(port, "/metrics") == 401)
        let refused = try RawConnection.exchange(
            port, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(refused.hasPrefix("HTTP/1.1 401"))
        #expect(refused.contains("\r\nWWW-Authenticate: Basic"))
        #expect(refused.contains("/docs#unauthorized"))
        let basic = Data("someone:\(token)".utf8).base64EncodedString()
        for value in ["Bearer \(token)", "bearer \(token)", "Basic \(basic)"] {
            #expect(try RawConnection.status(port, "/v1/model", authorization: value) == 200)
        }
        for value in ["Bearer \(token)x", "Bearer", "Basic !", token, "Bearer \(token.dropLast())"]
        {
            #expect(try RawConnection.status(port, "/v1/model", authorization: value) == 401)
        }
    }

    @Test func answersKeepBrowsersFromWhatPagesNeverDo() async throws {
        let server = try ServerProcess()
        for path in ["/", "/docs", "/assets/app.js", "/v1/model", "/nothing"] {
            let headers = try await server.ask(path).headers
            #expect(headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
            #expect(headers["x-content-type-options"] == "nosniff")
        }
    }

    @Test func aPortThatIsTakenIsAMessage() throws {
        let server = try ServerProcess()
        let second = Process()
        second.executableURL = Fixture.program("study-serve")
        second.arguments = [
            "--trial", try Fixture.shared.get().trial, "--port", "\(server.port)",
        ]
        let errors = Pipe()
        second.standardError = errors
        second.standardOutput = FileHandle.nullDevice
        try second.run()
        let data = try errors.fileHandleForReading.readToEnd() ?? Data()
        second.waitUntilExit()
        #expect(second.terminationStatus == 1)
        let text = String(decoding: data, as: UTF8.self)
        #expect(text.contains("127.0.0.1:\(server.port): cannot listen: Address already in use"))
    }
}
