import Foundation
import Synchronization
import Testing

/// What becomes of requests when the server is told to stop.
struct ShutdownTests {
    /// Of load, before it; 30 in `make soak`.
    private static let seconds =
        ProcessInfo.processInfo.environment["SOAK_REQUESTS"] == nil ? 0.0 : 30

    /// Clients that ask without a pause, each on a connection of its own for every request.
    @Test(.timeLimit(.minutes(30))) func noAcceptedRequestIsDropped() async throws {
        let fixture = try Fixture.shared.get()
        let picture = try Data(contentsOf: URL(fileURLWithPath: fixture.images[0]))
        let server = try ServerProcess()
        let port = server.port
        let head =
            "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(picture.count)\r\n\r\n"
        let request = Array(head.utf8) + picture
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
                let answer = connection.read()
                if answer.hasPrefix("HTTP/1.1 200"), answer.hasSuffix("}\n") {
                    answered.withLock { $0 += 1 }
                } else {
                    dropped.append("\(answer.prefix(100))")
                }
            }
            return dropped
        }
        #expect(dropped.flatMap { $0 } == [])
        let status = server.status()
        #expect(status == (0, false))
    }
}
