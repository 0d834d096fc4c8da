internal import HTTPTypes
internal import Hummingbird
import JSON
import NIOCore
import Vocabulary

/// Paths and what answers there, in the router and, for wrong methods, in a table.
struct Routes {
    typealias Handler = @Sendable (Request, BasicRequestContext) async throws -> Response

    let router = Router(context: BasicRequestContext.self)
    private(set) var table = RouteTable()
    private var handlers: [(path: String, method: HTTPRequest.Method, handler: Handler)] = []

    mutating func get(_ path: String, _ handler: @escaping Handler) {
        table.add(path, .get)
        handlers.append((path, .get, handler))
        handlers.append((path, .head, handler))
    }

    mutating func post(_ path: String, _ handler: @escaping Handler) {
        table.add(path, .post)
        handlers.append((path, .post, handler))
    }

    /// - Parameter middleware: what all requests pass first.
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
    static func json(_ json: JSONValue) -> Response { text(json.pretty, type: "application/json") }

    static func text(
        _ text: String, type: String = "text/plain; charset=utf-8",
        status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    static func bytes(_ bytes: [UInt8], type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
