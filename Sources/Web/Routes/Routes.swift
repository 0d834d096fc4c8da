internal import HTTPTypes
internal import Hummingbird
import JSON
import NIOCore
import Vocabulary

/// The handlers of all paths, and the table of paths for responses to unsupported methods.
struct Routes {
    typealias Handler = @Sendable (Request, BasicRequestContext) async throws -> Response

    let router = Router(context: BasicRequestContext.self)
    private(set) var table = RouteTable()
    private var handlers: [(path: String, method: HTTPRequest.Method, handler: Handler)] = []

    /// Adds a handler for GET and HEAD.
    /// - Parameter access: what the path requires of a request.
    mutating func get(
        _ path: String, access: Access = .page, _ handler: @escaping Handler
    ) {
        table.add(path, .get, access)
        handlers.append((path, .get, handler))
        handlers.append((path, .head, handler))
    }

    /// Adds a handler for POST.
    mutating func post(_ path: String, _ handler: @escaping Handler) {
        table.add(path, .post)
        handlers.append((path, .post, handler))
    }

    /// Builds the router.
    /// - Parameter middleware: the middleware of all requests.
    func responder(
        behind middleware: some RouterMiddleware<BasicRequestContext>
    ) -> RouterResponder<BasicRequestContext> {
        router.add(middleware: middleware)
        for (path, method, handler) in handlers {
            router.on(RouterPath(path), method: method, use: handler)
        }
        return router.buildResponder()
    }
}

extension Response {
    /// A response with JSON.
    static func json(_ json: JSONValue) -> Response { text(json.pretty, type: "application/json") }

    /// A response with a text.
    static func text(
        _ text: String, type: String = "text/plain; charset=utf-8",
        status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A redirection with status 303.
    static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    /// A response with a file, which clients must revalidate before they use a cached copy.
    static func bytes(_ bytes: [UInt8], type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
