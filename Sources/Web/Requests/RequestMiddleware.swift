internal import HTTPTypes
internal import Hummingbird
import NIOCore
import Synchronization

/// The middleware of all requests: it checks the authorization, converts errors to problem details
/// or, for browsers, to pages, adds security headers to responses, and counts requests.
struct RequestMiddleware: RouterMiddleware {
    typealias Context = BasicRequestContext

    let authorizer: RequestAuthorizer
    let metrics: ServerMetrics
    let routes: RouteTable
    let state: ServerState
    let base: BasePath
    let pages: Pages

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        metrics.requestStarted()
        var response: Response
        do {
            try Self.checkTransferEncoding(request)
            try authorizer.check(request.head, routes.access(of: request.uri.path))
            response = try await next(request, context)
        } catch {
            response = answer(problem(error, request), to: request)
            // The rest of the request's body is not read.
            if Self.hasBody(request) { response.headers[.connection] = "close" }
        }
        if state.isStopping { response.headers[.connection] = "close" }
        for (name, value) in Self.headers where response.headers[name] == nil {
            response.headers[name] = value
        }
        if request.method == .head {
            let length = response.headers[.contentLength]
            response.body = ResponseBody()
            response.headers[.contentLength] = length
        }
        let isKnown = routes.methods(of: request.uri.path) != nil
        metrics.requestCompleted(
            route: isKnown ? context.endpointPath ?? "other" : "other",
            method: RouteTable.known.contains(request.method) ? request.method.rawValue : "other",
            status: response.status.code, seconds: (ContinuousClock.now - start) / .seconds(1))
        return response
    }

    private func problem(_ error: any Error, _ request: Request) -> ProblemDetails {
        guard let error = error as? HTTPError, error.status == .notFound else {
            return state.problem(error)
        }
        guard let methods = routes.methods(of: request.uri.path) else {
            return ProblemDetails(.notFound, "unknown path")
        }
        let list = methods.map(\.rawValue).joined(separator: ", ")
        return ProblemDetails(
            .badMethod, "expected the method \(list); got \(request.method.rawValue.prefix(20))",
            headers: [.allow: list])
    }

    /// The response with an error: a page for a browser that asks for a page, otherwise JSON.
    private func answer(_ problem: ProblemDetails, to request: Request) -> Response {
        let isForPage =
            [.get, .head].contains(request.method) && RouteTable.isPage(request.uri.path)
            && AcceptedTypes(request.headers[.accept] ?? "").prefersHTML
        return isForPage ? pages.problem(problem) : problem.response(base)
    }

    /// Refuses bodies in codings that the server does not decode; `chunked` is decoded.
    private static func checkTransferEncoding(_ request: Request) throws(ProblemDetails) {
        guard let coding = request.headers[.transferEncoding],
            coding.lowercased() != "chunked"
        else { return }
        throw ProblemDetails(
            .badRequest,
            "the request has the Transfer-Encoding '\(coding.prefix(50))'; send it uncompressed")
    }

    private static func hasBody(_ request: Request) -> Bool {
        request.headers[.transferEncoding] != nil
            || (request.headers[.contentLength].flatMap { Int($0) } ?? 0) > 0
    }

    private static let headers: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
                + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        (.xContentTypeOptions, "nosniff"),
        (HTTPField.Name("Referrer-Policy")!, "no-referrer"),
        (HTTPField.Name("Cross-Origin-Opener-Policy")!, "same-origin"),
        (HTTPField.Name("Cross-Origin-Resource-Policy")!, "same-origin"),
        (HTTPField.Name("Permissions-Policy")!, "camera=(), microphone=(), geolocation=()"),
        (.cacheControl, "no-store"),
    ]
}

/// The state of the server: whether it is stopping, and its log.
final class ServerState: Sendable {
    private let stopping = Mutex(false)
    /// Writes a line to the log.
    let log: @Sendable (String) -> Void

    init(log: @escaping @Sendable (String) -> Void) { self.log = log }

    /// True after `stop`.
    var isStopping: Bool { stopping.withLock { $0 } }
    /// Marks the server as stopping.
    func stop() { stopping.withLock { $0 = true } }

    /// The problem details of an error. Internal errors, status 500, are logged with their cause,
    /// which the response does not contain.
    func problem(_ error: any Error) -> ProblemDetails {
        switch error {
        case let problem as ProblemDetails:
            if problem.kind == .broken {
                log("failed: \(problem.detail)" + (problem.cause.map { ": \($0)" } ?? ""))
            }
            return problem
        case is CancellationError, is ChannelError:
            return ProblemDetails(.badRequest, "the request is incomplete")
        default:
            log("failed: \(error)")
            return ProblemDetails(.broken, "an internal error occurred; see the server's log")
        }
    }
}
