import Foundation
import Testing

/// The host names of requests, and paths behind a proxy.
struct HostTests {
    private func status(
        _ port: UInt16, _ path: String, _ fields: String, version: String = "1.1"
    ) throws -> Int? {
        let response = try RawConnection.exchange(
            port, "GET \(path) HTTP/\(version)\r\n\(fields)Connection: close\r\n\r\n")
        return response.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    @Test func onlyItsOwnNamesAreAnswered() throws {
        let server = try ServerProcess(["--host-name", "study.example"])
        let port = server.port
        for name in [
            "study.example", "STUDY.example:80", "study.example.", "localhost:\(port)",
            "LOCALHOST.:\(port)", "localhost:", "[::1]:1", "[::1]", "10.0.0.7", "127.0.0.1.:80",
        ] {
            #expect(try status(port, "/v1/model", "Host: \(name)\r\n") == 200, "\(name)")
        }
        for name in [
            "evil.example", "study.example.evil", "", "localhost:80@evil.example",
            "localhost, evil.example", "[::1]evil.example", "localhost:evil", "localhost..", ":80",
        ] {
            #expect(try status(port, "/v1/model", "Host: \(name)\r\n") == 421, "\(name)")
            #expect(try status(port, "/", "Host: \(name)\r\n") == 421, "\(name)")
        }
    }

    /// Load balancers and probes ask by address, by HTTP/1.0 without a host, or by any name.
    @Test func supervisorsAreAnsweredWhateverTheHost() async throws {
        let server = try ServerProcess()
        let port = server.port
        for path in ["/health", "/ready", "/metrics", "/health/", "/v2/health/live"] {
            for host in ["", "Host: evil.example\r\n", "Host: \r\n", "Host: localhost.\r\n"] {
                #expect(try status(port, path, host, version: "1.0") == 200, "\(path) \(host)")
                guard !host.isEmpty else { continue }
                #expect(try status(port, path, host) == 200, "\(path) \(host)")
            }
        }
        #expect(try status(port, "/", "", version: "1.0") == 421)
        #expect(try status(port, "/v2", "Host: evil.example\r\n") == 421)
        let head = try await server.ask("/health", method: "HEAD")
        #expect(head.status == 200)
    }

    @Test func severalHostsAreRefused() throws {
        let server = try ServerProcess()
        for fields in [
            "Host: localhost\r\nHost: evil.example\r\n", "Host: localhost\r\nhost: localhost\r\n",
            "Host: evil.example\r\nX: y\r\nHOST: localhost\r\n",
        ] {
            for path in ["/v1/model", "/", "/health"] {
                let found = try status(server.port, path, fields)
                #expect(found == 400, "\(path) \(fields)")
            }
        }
    }

    /// The links of a page: attributes, and paths in texts.
    private func links(_ html: String) -> [String] {
        html.matches(of: #/(?:href|src|action|data-events)="([^"]*)"/#).map { String($0.output.1) }
    }

    /// With a base path, every link of every page begins with it, whether the proxy removes it from
    /// requests or not.
    @Test func everythingIsBelowTheBasePath() async throws {
        let fixture = try Fixture.shared.get()
        let server = try ServerProcess(
            ["--results", "\(fixture.folder)/results", "--base-path", "lab/study/"])
        #expect(server.address.path == "/lab/study")
        let paths = [
            "/", "/docs", "/results", "/results/results", "/results/results/report",
            "/compare?trial=results/cnn4-constant-s1", "/v1/model", "/openapi.json", "/health",
            "/metrics", "/assets/app.js", "/samples/0", "/v2",
        ]
        for path in paths {
            let (direct, proxied) = (
                try await server.ask(path), try await server.ask("/lab/study\(path)")
            )
            #expect(direct.status == 200 && proxied.status == 200, "\(path)")
            if path != "/metrics" { #expect(direct.body == proxied.body, "\(path)") }
            guard direct.headers["content-type"]?.hasPrefix("text/html") == true else { continue }
            let found = links(proxied.text).filter { !$0.hasPrefix("#") && !$0.hasPrefix("data:") }
            for link in found {
                let isFile = path.hasSuffix("/report") && !link.hasPrefix("/")
                #expect(isFile || link.hasPrefix("/lab/study/"), "\(path): \(link)")
            }
            // Each link leads to something.
            for link in Set(found) where link.hasPrefix("/") && !link.hasSuffix("/events") {
                let address = link.replacing("&amp;", with: "&")
                let isForm = link.hasSuffix("/compare")
                #expect(
                    try await server.ask(address).status == (isForm ? 400 : 200),
                    "\(path): \(link)")
            }
        }
        let document = try await server.ask("/openapi.json").json
        let servers = try #require(document["servers"] as? [[String: String]])
        #expect(servers == [["url": "/lab/study/"]])
        let docs = try await server.ask(
            "/docs",
            headers: ["X-Forwarded-Proto": "https", "X-Forwarded-Host": "x.example"])
        #expect(docs.text.contains("https://x.example/lab/study/v1/predict"))
        let problem = try await server.ask("/lab/study/nothing")
        #expect(problem.json["type"] as? String == "/lab/study/docs#not-found")
        #expect(try await server.ask("/lab/studying").status == 404)
        #expect(try await server.ask("/lab/study?x=/").status == 200)
    }

    @Test func basePathsThatCannotBe() throws {
        let trial = try Fixture.shared.get().trial
        for (path, message) in [
            ("/a b", "expected a path such as /study"), ("/a/../b", "expected a path"),
            ("/%41", "expected a path"), ("/docs/x", "a path of the server itself"),
            ("/results", "a path of the server itself"),
        ] {
            let (status, text) = try ServerProcess.refusal([
                "--trial", trial, "--port", "0", "--base-path", path,
            ])
            #expect(status == 1, "\(path)")
            #expect(text.contains("--base-path") && text.contains(message), "\(text)")
        }
    }

    @Test func namesAndAddressesThatCannotBe() throws {
        let results = "\(try Fixture.shared.get().folder)/results"
        for (option, value, message) in [
            ("--host-name", "http://x", "expected a name such as example.org"),
            ("--host-name", "example.org:80", "expected a name"),
            ("--host-name", "example.org/x", "expected a name"),
            ("--host-name", "", "expected a name"), ("--host", "999.1.1.1", "unknown host"),
        ] {
            let (status, text) = try ServerProcess.refusal([
                "--results", results, "--port", "0", option, value,
            ])
            #expect(status == 1, "\(option) \(value)")
            #expect(text.contains("\(option) \(value): \(message)"), "\(text)")
        }
    }
}
