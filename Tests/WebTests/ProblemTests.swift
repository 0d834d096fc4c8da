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

    /// A browser that asks for a page gets the error as a page with links; programs get JSON.
    @Test func problemsArePagesForBrowsers() async throws {
        let results = "\(try Fixture.shared.get().folder)/results"
        let server = try ServerProcess(["--results", results, "--base-path", "/lab"])
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        let many = Array(repeating: "trial=results/x", count: 12).joined(separator: "&")
        for (path, status, text) in [
            ("/compare?", 400, "select 1 to 8 trials; got 0"), ("/compare?\(many)", 400, "got 12"),
            ("/results/nope", 404, "no such study"), ("/nope", 404, "unknown path"),
        ] {
            let page = try await server.ask(path, headers: ["Accept": browser])
            #expect(page.status == status, "\(path)")
            #expect(page.headers["content-type"] == "text/html; charset=utf-8", "\(path)")
            #expect(page.text.contains(text), "\(path): \(page.text)")
            #expect(page.text.contains("href=\"/lab/results\">All studies</a>"), "\(path)")
            for types in ["*/*", "application/json, text/html", "text/html;q=0.1, */*", "image/*"] {
                let response = try await server.ask(path, headers: ["Accept": types])
                #expect(
                    response.status == status && response.json["status"] as? Int == status,
                    "\(path) \(types)")
            }
        }
        for path in ["/v1/nothing", "/v1/predict", "/v2/models/x", "/health/x"] {
            let response = try await server.ask(path, headers: ["Accept": browser])
            #expect(response.headers["content-type"] == "application/problem+json", "\(path)")
        }
    }

    /// The answer comes before the client sends the body.
    @Test func bodiesThatAreNotWantedAreNotAskedFor() throws {
        let server = try ServerProcess(["--max-upload", "1"])
        let head = "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\n"
        let large = try RawConnection.exchange(
            server.port, "\(head)Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n")
        #expect(large.hasPrefix("HTTP/1.1 413"), "\(large)")
        for coding in ["gzip, chunked", "gzip,chunked", "gzip\r\nTransfer-Encoding: chunked"] {
            let packed = try RawConnection.exchange(
                server.port, "\(head)Transfer-Encoding: \(coding)\r\n\r\n1\r\nx\r\n0\r\n\r\n")
            #expect(packed.hasPrefix("HTTP/1.1 400"), "\(packed)")
        }
        let plain = try RawConnection.exchange(
            server.port,
            "\(head)Connection: close\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")
        #expect(plain.hasPrefix("HTTP/1.1 422"), "\(plain)")
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
        let (status, text) = try ServerProcess.refusal([
            "--trial", try Fixture.shared.get().trial, "--port", "\(server.port)",
        ])
        #expect(status == 1)
        #expect(text.contains("127.0.0.1:\(server.port): cannot listen: Address already in use"))
    }
}
