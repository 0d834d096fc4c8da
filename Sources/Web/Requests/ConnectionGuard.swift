internal import HTTPTypes
import JSON
internal import NIOCore
internal import NIOHTTPTypes
import Vocabulary

/// Watches over one connection: a request has to come in whole within a time, and where an answer
/// says that it is the last one, the connection is closed behind it.
///
/// Stands between the decoder and the server, which reads the rest of a request whatever its answer
/// said, however long a client takes to send it.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let requestTime: TimeAmount
    private var deadline: Scheduled<Void>?
    /// Whether the answer that is being written is the last one.
    private var isLast = false
    private var isAnswering = false
    /// Whether nothing is read or written any more.
    private var isOver = false

    /// What a client has left to read the last answer in before the connection is cut.
    private static let lingering = TimeAmount.seconds(2)

    init(requestSeconds: Int) { requestTime = .seconds(Int64(requestSeconds)) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What follows an answer that was the last one is thrown away.
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            begin(context)
            if head.headerFields[.expect]?.lowercased() == "100-continue" {
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
            isAnswering = true
            isLast = head.headerFields[.connection]?.lowercased() == "close"
            context.write(data, promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            isAnswering = false
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

    private func begin(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        let box = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: requestTime) {
            let (guardian, context) = box.value
            guardian.timeOut(context)
        }
    }

    /// The rest of the request has not come.
    private func timeOut(_ context: ChannelHandlerContext) {
        guard !isOver else { return }
        guard !isAnswering else { return context.close(promise: nil) }
        let problem = ProblemDetails(.timeout, "a request has to come in whole in time")
        let text = problem.json.pretty
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

    /// Closes the connection so that the client can still read what was written: to close it at
    /// once, with unread bytes from the client, would have the system throw that away.
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
