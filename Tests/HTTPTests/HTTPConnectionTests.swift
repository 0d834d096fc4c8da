import Files
import Foundation
import HTTP
import TestSupport
import Testing

/// Requests to a Python server on localhost.
@Suite("Requests", .serialized) final class HTTPConnectionTests {
    private let server: Process
    private let address: String

    /// The server prints its address; its responses contain the request and the port of the client.
    private static let script = """
        import http.server, json, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def do(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                said = {"method": self.command, "path": self.path, "body": len(body),
                        "expect": self.headers.get("Expect") or "", "secret": self.headers.get("Authorization") or "",
                        "port": self.client_address[1]}
                if self.path == "/slow":
                    import time; time.sleep(3)
                response = json.dumps(said).encode()
                self.send_response(302 if self.path == "/moved" else 204 if self.path == "/nothing" else 200)
                if self.path == "/moved":
                    self.send_header("Location", f"http://localhost:{self.server.server_port}/there")
                if self.path == "/nothing":
                    return self.end_headers()
                self.send_header("Content-Length", str(len(response) + (9 if self.path == "/cut" else 0)))
                self.end_headers()
                self.wfile.write(response)
                if self.path in ("/cut", "/closed"): self.close_connection = True
            do_GET = do_POST = do_PUT = do_DELETE = do
            def log_message(self, *_): pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print(server.server_port, flush=True)
        server.serve_forever()
        """

    init() throws {
        let output = Pipe()
        server = Process()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        server.arguments = ["python3", "-c", Self.script]
        server.standardOutput = output
        try server.run()
        let port = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        address = "http://127.0.0.1:\(port.trimmingCharacters(in: .whitespacesAndNewlines))"
    }

    deinit {
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
    }

    private struct Said: Decodable {
        var method, path, expect, secret: String
        var body, port: Int
    }

    private func ask(_ request: HTTPRequest, by connection: HTTPConnection) throws -> Said {
        try JSONDecoder().decode(Said.self, from: connection.send(request).body)
    }

    @Test func whatIsSentArrives() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/file"
            try Data(count: 3_000_000).write(to: URL(fileURLWithPath: path))
            let bodies: [(String, HTTPRequest.Body, Int)] = [
                ("GET", .none, 0), ("POST", .data(Data(count: 2_000_000)), 2_000_000),
                ("POST", .data(Data()), 0), ("PUT", .file(path), 3_000_000),
                ("DELETE", .data(Data("{}".utf8)), 2), ("DELETE", .none, 0), ("GET", .none, 0),
            ]
            let connection = HTTPConnection()
            var ports: Set<Int> = []
            for (method, body, count) in bodies {
                let said = try ask(
                    HTTPRequest(
                        method, "\(address)/a?b=c", headers: ["Authorization": "me"], body: body),
                    by: connection)
                #expect(said.method == method)
                #expect(said.path == "/a?b=c")
                #expect(said.body == count)
                #expect(said.expect == "")
                #expect(said.secret == "me")
                ports.insert(said.port)
            }
            // The connection stays open.
            #expect(ports.count == 1)
        }
    }

    @Test func aConnectionThatTheServerClosesIsMadeAgain() throws {
        let connection = HTTPConnection()
        for _ in 1...5 {
            let request = HTTPRequest("POST", "\(address)/closed", body: .data(Data(count: 10)))
            #expect(try ask(request, by: connection).body == 10)
        }
    }

    @Test func redirectionsAreFollowedOnlyWhereThatIsAsked() throws {
        let connection = HTTPConnection()
        var request = HTTPRequest("GET", "\(address)/moved", headers: ["Authorization": "me"])
        #expect(try connection.send(request).head.status == 302)
        request.followsRedirections = true
        let said = try ask(request, by: connection)
        #expect(said.path == "/there")
        // Another host does not get credentials.
        #expect(said.secret == "")
    }

    @Test func anAnswerWithoutABody() throws {
        let (head, body) = try HTTPConnection().send(HTTPRequest("GET", "\(address)/nothing"))
        #expect(head.status == 204)
        #expect(body.isEmpty)
    }

    @Test func whatGoesWrong() throws {
        let connection = HTTPConnection()
        func reason(_ request: HTTPRequest) -> String {
            do {
                _ = try connection.send(request)
                return "none"
            } catch { return "\(error)" }
        }
        #expect(reason(HTTPRequest("GET", "http://127.0.0.1:1")).contains("onnect"))
        #expect(reason(HTTPRequest("GET", "file:///etc/passwd")).contains("rotocol"))
        #expect(reason(HTTPRequest("GET", "\(address)/cut")).contains("9 bytes remaining"))
        #expect(
            reason(HTTPRequest("GET", "\(address)/slow", timeoutSeconds: 1))
                == "the server did not respond in time")
        #expect(
            reason(HTTPRequest("PUT", address, body: .file("/nowhere/file")))
                == "/nowhere/file: No such file or directory")
        // The connection works after all these errors.
        #expect(try ask(HTTPRequest("GET", address), by: connection).method == "GET")
    }

    /// Ends a body that `receiver` does not want.
    @Test func theReceiverMayRefuse() throws {
        final class Refusal: HTTPReceiver {
            func receive(_ head: HTTPHead) -> Bool { false }
            func receive(_ body: Data) { Issue.record("it was not wanted") }
        }
        final class Full: HTTPReceiver {
            func receive(_ head: HTTPHead) -> Bool { true }
            func receive(_ body: Data) throws {
                throw FileError(operation: "write", path: "x", reason: "full")
            }
        }
        let connection = HTTPConnection()
        #expect(try connection.send(HTTPRequest("GET", address), to: Refusal()).status == 200)
        #expect(throws: FileError.self) {
            try connection.send(HTTPRequest("GET", address), to: Full())
        }
    }
}
