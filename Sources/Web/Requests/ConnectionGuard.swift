internal import HTTPTypes
import JSON
internal import NIOCore
internal import NIOHTTPTypes
import Vocabulary

/// A channel handler that enforces the time limit for receiving a request, and closes the
/// connection after a response with `Connection: close`.
///
/// It is between the decoder and the server, since the server would read the rest of a request
/// after its response, however long the client takes.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let requestTime: TimeAmount
    private var deadline: Scheduled<Void>?
    /// True if the current response is the last one of the connection.
    private var isLast = false
    /// True while a response is being written.
    private var isResponding = false
    /// True if nothing more is read or written.
    private var isOver = false

    /// The time in which a client can read the last response before the connection is closed.
    private static let lingering = TimeAmount.seconds(2)

    private let bodyBytes: Int
    private let base: BasePath

    /// - Parameter bodyBytes: the maximum number of bytes of a request's body.
    init(requestSeconds: Int, bodyBytes: Int, base: BasePath) {
        self.bodyBytes = bodyBytes
        requestTime = .seconds(Int64(requestSeconds))
        self.base = base
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Data after the last response are discarded.
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            begin(context)
            if expectsContinue(head) {
                let status = HTTPResponse(status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(status)), promise: nil)
            }
        case .body: break
        case .end:
            deadline?.cancel()
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isOver else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            isResponding = true
            isLast = head.headerFields[.connection]?.lowercased() == "close"
            context.write(data, promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            isResponding = false
            if isLast {
                context.writeAndFlush(data, promise: promise)
                end(context)
            } else {
                context.write(data, promise: promise)
            }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    /// Whether the client waits for a sign that it may send the body, which is not too large. A
    /// request that is too large is answered without its body.
    private func expectsContinue(_ head: HTTPRequest) -> Bool {
        let length = head.headerFields[.contentLength].flatMap { Int($0) } ?? 0
        return head.headerFields[.expect]?.lowercased() == "100-continue" && length <= bodyBytes
    }

    private func begin(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        let box = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: requestTime) {
            let (guardian, context) = box.value
            guardian.timeOut(context)
        }
    }

    /// Sends a timeout error, since the request is incomplete at its deadline.
    private func timeOut(_ context: ChannelHandlerContext) {
        guard !isOver else { return }
        guard !isResponding else { return context.close(promise: nil) }
        let problem = ProblemDetails(
            .timeout, "the request was not complete within the time limit")
        let text = problem.json(base).pretty
        let fields: HTTPFields = [
            .connection: "close", .contentType: "application/problem+json",
            .contentLength: "\(text.utf8.count)",
        ]
        let head = HTTPResponse(status: problem.kind.status, headerFields: fields)
        let body = context.channel.allocator.buffer(string: text)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        end(context)
        context.fireErrorCaught(ChannelError.inputClosed)
    }

    /// Closes the connection in two steps, so that the client can read the response: if a socket
    /// with unread bytes is closed at once, the system discards the written data.
    private func end(_ context: ChannelHandlerContext) {
        isOver = true
        deadline?.cancel()
        context.close(mode: .output, promise: nil)
        let box = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: Self.lingering) {
            box.value.close(promise: nil)
        }
    }
}
