internal import HTTPTypes
internal import Hummingbird
import NIOCore
import Synchronization

/// What every request passes on its way in, and every answer on its way out: who may ask, what went
/// wrong as a problem, headers that keep browsers from doing what pages here never ask for, and the
/// count.
struct RequestMiddleware: RouterMiddleware {
    typealias Context = BasicRequestContext

    let authorizer: RequestAuthorizer
    let metrics: ServerMetrics
    let routes: RouteTable
    let state: ServerState

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        metrics.began()
        var response: Response
        do {
            try authorizer.check(request.head, path: request.uri.path)
            response = try await next(request, context)
        } catch {
            response = problem(error, request).response
            // What is left of the request is not read.
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
        metrics.answered(
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
            return ProblemDetails(.notFound, "there is nothing at this path")
        }
        let list = methods.map(\.rawValue).joined(separator: ", ")
        return ProblemDetails(.badMethod, "expected \(list)", headers: [.allow: list])
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

/// Whether the server goes on, and where it says what nobody asked for.
final class ServerState: Sendable {
    private let stopping = Mutex(false)
    let log: @Sendable (String) -> Void

    init(log: @escaping @Sendable (String) -> Void) { self.log = log }

    var isStopping: Bool { stopping.withLock { $0 } }
    func stop() { stopping.withLock { $0 = true } }

    /// The answer to a request that failed. Failures of the server itself, status 500, are logged
    /// with their cause, which no client is told.
    func problem(_ error: any Error) -> ProblemDetails {
        switch error {
        case let problem as ProblemDetails:
            if problem.kind == .broken {
                log("failed: \(problem.detail)" + (problem.cause.map { ": \($0)" } ?? ""))
            }
            return problem
        case is CancellationError, is ChannelError:
            return ProblemDetails(.badRequest, "the request ended before it was whole")
        default:
            log("failed: \(error)")
            return ProblemDetails(.broken, "the server could not answer; its log says more")
        }
    }
}

/// The paths that there are, with what can be done there.
struct RouteTable: Sendable {
    static let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options]

    /// By the parts of a path; `*` stands for any one part.
    private var paths: [[String]: [HTTPRequest.Method]] = [:]

    mutating func add(_ path: String, _ method: HTTPRequest.Method) {
        let parts = Self.parts(path).map { $0.hasPrefix(":") ? "*" : $0 }
        paths[parts, default: []] += method == .get ? [.get, .head] : [method]
    }

    /// Nil for a path that there is not.
    func methods(of path: String) -> [HTTPRequest.Method]? {
        let parts = Self.parts(path)
        if let methods = paths[parts] { return methods }
        return paths.first { pattern, _ in
            pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0 == "*" || $0 == $1 }
        }?.value
    }

    private static func parts(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init)
    }
}
