import Foundation
import HTTP

/// Asks one tracking server. It follows no redirection, which would carry the password elsewhere.
struct HTTPClient: Sendable {
    struct Response: Sendable {
        var status: Int
        var body: Data
    }

    private let server: TrackingServer
    private let timeoutSeconds: Double
    private let connection = HTTPConnection()

    /// - Parameter timeoutSeconds: how long the server may say nothing.
    init(_ server: TrackingServer, timeoutSeconds: Double = 30) {
        self.server = server
        self.timeoutSeconds = timeoutSeconds
    }

    /// - Parameters:
    ///   - target: from the server's address on, with its query; percent-encoded.
    ///   - type: of the body.
    /// - Throws: `TrackingError.network`.
    func send(
        _ method: String, _ target: String, body: HTTPRequest.Body = .none,
        type: String = "application/json"
    ) throws(TrackingError) -> Response {
        var headers = server.headers
        if case .none = body {} else { headers["Content-Type"] = type }
        let request = HTTPRequest(
            method, server.address + target, headers: headers, body: body,
            timeoutSeconds: timeoutSeconds, certificates: server.certificates)
        do {
            let (head, body) = try connection.send(request)
            return Response(status: head.status, body: body)
        } catch { throw .network("\(error)", address: server.address) }
    }
}
