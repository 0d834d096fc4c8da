import Foundation
internal import Hummingbird
internal import HummingbirdCore
import Logging
import NIOCore
internal import ServiceLifecycle
internal import UnixSignals
import Vocabulary

/// The server: pages and answers for programs, until it is told to stop.
package struct WebServer {
    private let settings: ServerSettings
    private let model: ServedModel?
    private let samples: Samples
    private let studyIndex: StudyIndex?

    /// - Parameters:
    ///   - model: nil: nothing is predicted.
    ///   - shelf: the studies to look at; nil: none.
    package init(
        _ settings: ServerSettings, model: ServedModel?, samples: Samples,
        studyIndex: StudyIndex? = nil
    ) {
        self.settings = settings
        self.model = model
        self.samples = samples
        self.studyIndex = studyIndex
    }

    /// Serves until SIGTERM or SIGINT; then answers what was asked and returns.
    /// - Parameters:
    ///   - started: called with the address once the server listens.
    ///   - log: called with what nobody asked for.
    /// - Throws: `ServerError` when it cannot listen.
    package func run(
        started: @escaping @Sendable (String) -> Void, log: @escaping @Sendable (String) -> Void
    ) async throws {
        let state = ServerState(log: log)
        let budget = BodyBudget(bytes: settings.limits.bodyBytesAtOnce)
        let pages = try Pages(predicts: model != nil, hasResults: studyIndex != nil)
        let metrics = model?.metrics ?? ServerMetrics()
        var routes = Routes()
        StateRoutes(state: state, metrics: metrics) { model?.waiting ?? 0 }.add(to: &routes)
        AssetRoutes().add(to: &routes)
        if let model {
            APIRoutes(model: model, budget: budget).add(to: &routes)
            PageRoutes(
                model: model, samples: samples, budget: budget, pages: pages, state: state
            ).add(to: &routes)
        }
        if let studyIndex {
            BrowserRoutes(studyIndex: studyIndex, pages: pages, state: state).add(to: &routes)
            if model == nil { routes.get("/") { _, _ in .redirect(to: "/results") } }
        }
        let middleware = RequestMiddleware(
            authorizer: RequestAuthorizer(settings), metrics: metrics, routes: routes.table,
            state: state)
        var logger = Logger(label: "study", factory: { _ in SwiftLogNoOpLogHandler() })
        logger.logLevel = .critical
        let host = settings.host
        let app = Application(
            responder: routes.responder(behind: middleware),
            server: .http1(configuration: connections),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: settings.port), backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    settings.limits.connections, logger: logger)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                let name = host.contains(":") ? "[\(host)]" : host
                started("http://\(name):\(port)")
            }, logger: logger)
        model?.start(log: log)
        defer { model?.close() }
        do {
            // They are told to stop from the last to the first.
            try await ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [app, ShutdownNotice(state: state)],
                    gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            ).run()
        } catch let error as IOError {
            throw ServerError(
                message: "\(host):\(settings.port): cannot listen: "
                    + "\(String(cString: strerror(error.errnoCode))); "
                    + "give another --port, or --port 0 for any that is free")
        }
    }

    private var connections: HTTP1Channel.Configuration {
        let limits = settings.limits
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ConnectionGuard(requestSeconds: limits.requestSeconds)
            ],
            idleTimeout: .seconds(Int64(limits.idleSeconds)),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                maxHeaderFieldCount: 100))
    }
}

/// Why the server does not run.
package struct ServerError: Error, CustomStringConvertible {
    package let message: String

    package init(message: String) { self.message = message }

    package var description: String { message }
}

/// Says that the server is stopping, so that answers close their connections, a moment before it
/// listens no more: what has connected by then, though nobody has taken it up yet, is answered.
private struct ShutdownNotice: Service {
    let state: ServerState

    private static let moment = Duration.milliseconds(300)

    func run() async throws {
        try? await gracefulShutdown()
        state.stop()
        try? await Task.sleep(for: Self.moment)
    }
}
