package import Foundation

/// A request to an HTTP server.
package struct HTTPRequest: Sendable {
    package enum Body: Sendable {
        case none
        case data(Data)
        /// A file's bytes, read while they are sent.
        case file(String)
    }

    /// `GET`, `POST` and the like.
    package var method: String
    /// With scheme and host; percent-encoded.
    package var address: String
    package var headers: [String: String]
    package var body: Body
    /// How long the server may say nothing.
    package var timeoutSeconds: Double
    /// Whether an answer that leads elsewhere is followed. Headers that let one in go to the first
    /// server alone.
    package var followsRedirections: Bool
    /// A file of certificates in place of the system's.
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

/// How an answer begins.
package struct HTTPHead: Sendable, Hashable {
    package var status: Int
    /// By their names in lower case; the last where there are several.
    package var headers: [String: String] = [:]

    /// Bytes of the body, where the server says it.
    package var length: Int? { headers["content-length"].flatMap { Int($0) } }
}

/// Why there is no answer: no server, none that speaks HTTP, or one that was lost on the way.
package struct HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
    package var reason: String
    /// The path of a file that was to be sent, where that could not be read.
    package var file: String?

    package var description: String { file.map { "\($0): \(reason)" } ?? reason }
}

/// Takes an answer while it comes.
package protocol HTTPReceiver: AnyObject {
    /// - Returns: false when the body is not wanted.
    func receive(_ head: HTTPHead) throws -> Bool
    func receive(_ body: Data) throws
}
