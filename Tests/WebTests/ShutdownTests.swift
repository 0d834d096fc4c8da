import Foundation
import Synchronization
import Testing

/// Requests during the shutdown of the server.
struct ShutdownTests {
    /// The seconds of load before the shutdown; 30 in `make soak`.
    private static let seconds =
        ProcessInfo.processInfo.environment["SOAK_REQUESTS"] == nil ? 0.0 : 30

    /// Clients send requests without a pause, each on a new connection.
    @Test(.timeLimit(.minutes(30)), arguments: Served.allCases)
    func noAcceptedRequestIsDropped(_ served: Served) async throws {
        let fixture = try Fixture.shared.get()
        let image = try Data(contentsOf: URL(fileURLWithPath: fixture.images[0]))
        let server = try ServerProcess(serving: served.options())
        let port = server.port
        let head =
            "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(image.count)\r\n\r\n"
        let request = Array(head.utf8) + image
        let answered = Mutex(0)
        let start = ContinuousClock.now
        let stopped = Mutex(false)
        let dropped = try await server.onThreads(9) { lane -> [String] in
            if lane == 0 {
                while answered.withLock({ $0 }) < 20
                    || ContinuousClock.now - start < .seconds(Self.seconds)
                { Thread.sleep(forTimeInterval: 0.005) }
                stopped.withLock { $0 = true }
                server.terminate()
                return []
            }
            var dropped: [String] = []
            while !stopped.withLock({ $0 }) {
                // The server has stopped listening.
                guard let connection = try? RawConnection(port) else { break }
                // Half a request is accepted, and the rest follows.
                connection.write(request[..<200])
                Thread.sleep(forTimeInterval: 0.003)
                connection.write(request[200...])
                connection.finish()
                let response = connection.read()
                if response.hasPrefix("HTTP/1.1 200"), response.hasSuffix("}\n") {
                    answered.withLock { $0 += 1 }
                } else {
                    dropped.append("\(response.prefix(100))")
                }
            }
            return dropped
        }
        #expect(dropped.flatMap { $0 } == [])
        let status = server.status()
        #expect(status == (0, false))
    }
}
