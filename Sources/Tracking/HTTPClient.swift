import Foundation
import HTTP

/// An HTTP client for one tracking server. It does not follow redirections, which could send the
/// password to another server.
struct HTTPClient: Sendable {
    /// The status and the body of a response.
    struct Response: Sendable {
        var status: Int
        var body: Data
    }

    private let server: TrackingServer
    private let timeoutSeconds: Double
    private let connection = HTTPConnection()

    /// - Parameter timeoutSeconds: the maximum time without a byte from the server.
    init(_ server: TrackingServer, timeoutSeconds: Double = 30) {
        self.server = server
        self.timeoutSeconds = timeoutSeconds
    }

    /// Sends a request and waits for the response.
    /// - Parameters:
    ///   - target: the path after the server's address, with the query; percent-encoded.
    ///   - type: the content type of the body.
    /// - Throws: `TrackingError.network`, `unreadableFile`.
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
        } catch {
            if let error = error as? HTTPError, let file = error.file {
                throw .unreadableFile(file, reason: error.reason)
            }
            throw .network("\(error)", address: server.address)
        }
    }
}
