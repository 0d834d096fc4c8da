internal import HTTPTypes
internal import Hummingbird
import JSON
import NIOCore
import Vocabulary

/// The error of a request, as problem details (RFC 9457).
struct ProblemDetails: Error, Sendable {
    /// The kind of an error, documented at `/docs#<name>`.
    enum Kind: String, CaseIterable {
        case badRequest = "bad-request"
        case badImage = "bad-image"
        case noImage = "no-image"
        case unauthorized
        case notFound = "not-found"
        case badMethod = "method-not-allowed"
        case timeout = "request-timeout"
        case tooLarge = "too-large"
        case badType = "unsupported-type"
        case misdirected = "unknown-host"
        case overloaded
        case notReady = "not-ready"
        case notBuilt = "not-available"
        case broken = "internal-error"
    }

    let kind: Kind
    let detail: String
    var headers: HTTPFields = [:]
    /// The underlying error, which is only written to the log.
    var cause: String?

    init(
        _ kind: Kind, _ detail: String, headers: HTTPFields = [:], cause: (any Error)? = nil
    ) {
        self.kind = kind
        self.detail = detail
        self.headers = headers
        self.cause = cause.map { "\($0)" }
    }

    /// An error of an overloaded server; the client can retry after a second.
    static func overloaded(_ detail: String) -> ProblemDetails {
        ProblemDetails(.overloaded, detail, headers: [.retryAfter: "1"])
    }

    /// The JSON of the response, whose type is a link below `base`.
    func json(_ base: BasePath) -> JSONValue {
        [
            "type": .string(base.path("/docs#\(kind.rawValue)")), "title": .string(kind.title),
            "status": .number(Double(kind.status.code)), "detail": .string(detail),
        ]
    }

    /// The response of type `application/problem+json`.
    func response(_ base: BasePath) -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: kind.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: json(base).pretty)))
    }
}

extension ProblemDetails.Kind {
    /// The HTTP status.
    var status: HTTPResponse.Status {
        switch self {
        case .badRequest, .noImage: .badRequest
        case .badImage: .unprocessableContent
        case .unauthorized: .unauthorized
        case .notFound: .notFound
        case .badMethod: .methodNotAllowed
        case .timeout: .requestTimeout
        case .tooLarge: .contentTooLarge
        case .badType: .unsupportedMediaType
        case .misdirected: .misdirectedRequest
        case .overloaded, .notReady: .serviceUnavailable
        case .notBuilt: .notImplemented
        case .broken: .internalServerError
        }
    }

    /// The title, for people.
    var title: String {
        switch self {
        case .badRequest: "Invalid request"
        case .badImage: "Unreadable image"
        case .noImage: "No image"
        case .unauthorized: "Authentication required"
        case .notFound: "Not found"
        case .badMethod: "Method not allowed"
        case .timeout: "Request timeout"
        case .tooLarge: "Request too large"
        case .badType: "Unsupported content type"
        case .misdirected: "Unknown host name"
        case .overloaded: "Server overloaded"
        case .notReady: "Server is stopping"
        case .notBuilt: "Not supported"
        case .broken: "Internal server error"
        }
    }
}
