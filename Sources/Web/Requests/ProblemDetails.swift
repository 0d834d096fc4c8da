internal import HTTPTypes
internal import Hummingbird
import JSON
import NIOCore
import Vocabulary

/// Why a request was not answered, as problem details of RFC 9457.
struct ProblemDetails: Error, Sendable {
    /// The kinds of problems; each is described at `/docs#<name>`.
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
    /// The error behind it, for the log alone.
    var cause: String?

    init(
        _ kind: Kind, _ detail: String, headers: HTTPFields = [:], cause: (any Error)? = nil
    ) {
        self.kind = kind
        self.detail = detail
        self.headers = headers
        self.cause = cause.map { "\($0)" }
    }

    /// Too much at once; to be tried again.
    static func overloaded(_ detail: String) -> ProblemDetails {
        ProblemDetails(.overloaded, detail, headers: [.retryAfter: "1"])
    }

    var json: JSONValue {
        [
            "type": .string("/docs#\(kind.rawValue)"), "title": .string(kind.title),
            "status": .number(Double(kind.status.code)), "detail": .string(detail),
        ]
    }

    var response: Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: kind.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: json.pretty)))
    }
}

extension ProblemDetails.Kind {
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

    var title: String {
        switch self {
        case .badRequest: "The request cannot be read"
        case .badImage: "The image cannot be read"
        case .noImage: "No image was sent"
        case .unauthorized: "A token is needed"
        case .notFound: "There is nothing here"
        case .badMethod: "This cannot be done here"
        case .timeout: "The request took too long"
        case .tooLarge: "The request is too large"
        case .badType: "The content has another type than expected"
        case .misdirected: "The server does not go by that name"
        case .overloaded: "The server has too much to do"
        case .notReady: "The server is stopping"
        case .notBuilt: "This server cannot do that"
        case .broken: "The server failed"
        }
    }
}
