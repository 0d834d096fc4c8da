package import Foundation

/// A request to an HTTP server.
package struct HTTPRequest: Sendable {
    /// The body of a request.
    package enum Body: Sendable {
        case none
        case data(Data)
        /// The contents of a file, read while they are sent.
        case file(String)
    }

    /// The method, such as `GET` or `POST`.
    package var method: String
    /// The URL with scheme and host, percent-encoded.
    package var address: String
    /// The headers by name.
    package var headers: [String: String]
    /// The body.
    package var body: Body
    /// The maximum time in seconds without a response from the server.
    package var timeoutSeconds: Double
    /// True if redirections are followed. Headers with credentials are sent to the first server
    /// only.
    package var followsRedirections: Bool
    /// A file of certificates that replaces those of the system; nil: those of the system.
    package var certificates: String?

    package init(
        _ method: String, _ address: String, headers: [String: String] = [:], body: Body = .none,
        timeoutSeconds: Double = 30, followsRedirections: Bool = false, certificates: String? = nil
    ) {
        self.method = method
        self.address = address
        self.headers = headers
        self.body = body
        self.timeoutSeconds = timeoutSeconds
        self.followsRedirections = followsRedirections
        self.certificates = certificates
    }
}

/// The status and the headers of a response.
package struct HTTPHead: Sendable, Hashable {
    /// The status code.
    package var status: Int
    /// The headers by their names in lower case; of several with one name, the last.
    package var headers: [String: String] = [:]

    /// The size of the body in bytes; nil if the server does not send it.
    package var length: Int? { headers["content-length"].flatMap { Int($0) } }
}

/// An error for a request without a response: there is no server, it does not use HTTP, or the
/// connection was lost.
package struct HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The message of libcurl or of the system.
    package var reason: String
    /// The path of a file that was to be sent and cannot be read; nil for other errors.
    package var file: String?

    package var description: String { file.map { "\($0): \(reason)" } ?? reason }
}

/// A receiver of a response in parts.
package protocol HTTPReceiver: AnyObject {
    /// Receives the head.
    /// - Returns: false if the body is not wanted.
    func receive(_ head: HTTPHead) throws -> Bool
    /// Receives the next part of the body.
    func receive(_ body: Data) throws
}
