import Foundation
internal import Hummingbird
internal import HummingbirdCore
import Logging
import NIOCore
internal import ServiceLifecycle
internal import UnixSignals
import Vocabulary

/// The HTTP server for the web pages and the JSON API.
package struct WebServer {
    private let settings: ServerSettings
    private let model: ServedModel?
    private let samples: Samples
    private let studyIndex: StudyIndex?

    /// - Parameters:
    ///   - model: the network that predicts; nil: none.
    ///   - samples: the example images on the page.
    ///   - studyIndex: the studies whose results are shown; nil: none.
    package init(
        _ settings: ServerSettings, model: ServedModel?, samples: Samples,
        studyIndex: StudyIndex? = nil
    ) {
        self.settings = settings
        self.model = model
        self.samples = samples
        self.studyIndex = studyIndex
    }

    /// Runs the server until SIGTERM or SIGINT, and then completes the received requests.
    /// - Parameters:
    ///   - started: called with the address when the server listens.
    ///   - log: called with the lines of the log.
    /// - Throws: `ServerError` if the server cannot listen.
    package func run(
        started: @escaping @Sendable (String) -> Void, log: @escaping @Sendable (String) -> Void
    ) async throws {
        let state = ServerState(log: log)
        let budget = BodyBudget(bytes: settings.limits.bodyBytesAtOnce)
        let base = settings.basePath
        let pages = try Pages(
            predicts: model != nil, hasResults: studyIndex != nil, base: base)
        let metrics = model?.metrics ?? ServerMetrics()
        var routes = Routes()
        StateRoutes(state: state, metrics: metrics) { model?.waiting ?? 0 }.add(to: &routes)
        AssetRoutes().add(to: &routes)
        if let model {
            try APIRoutes(model: model, budget: budget, base: base).add(to: &routes)
            InferenceRoutes(model: model, budget: budget).add(to: &routes)
            PageRoutes(
                model: model, samples: samples, budget: budget, pages: pages, state: state
            ).add(to: &routes)
        }
        if let studyIndex {
            BrowserRoutes(studyIndex: studyIndex, pages: pages, state: state, base: base)
                .add(to: &routes)
            if model == nil {
                routes.get("/") { _, _ in .redirect(to: base.path("/results")) }
            }
        }
        let middleware = RequestMiddleware(
            authorizer: RequestAuthorizer(settings), metrics: metrics, routes: routes.table,
            state: state, base: base, pages: pages)
        var logger = Logger(label: "study", factory: { _ in SwiftLogNoOpLogHandler() })
        logger.logLevel = .critical
        let host = settings.host
        let app = Application(
            responder: BasePathResponder(
                base: base, next: routes.responder(behind: middleware)),
            server: .http1(configuration: connections),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: settings.port), backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    settings.limits.connections, logger: logger)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                let name = host.contains(":") ? "[\(host)]" : host
                started("http://\(name):\(port)\(base.text)")
            }, logger: logger)
        model?.start(log: log)
        defer { model?.close() }
        do {
            // Services are stopped in reverse order.
            try await ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [app, ShutdownNotice(state: state)],
                    gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            ).run()
        } catch let error as IOError {
            throw listenError(error)
        } catch is SocketAddressError.UnknownHost {
            throw ServerError(message: "--host \(host): unknown host; \(Self.hostAdvice)")
        }
    }

    private static let hostAdvice =
        "expected an address of this computer, such as 127.0.0.1, or 0.0.0.0 for all"

    private func listenError(_ error: IOError) -> ServerError {
        let advice =
            error.errnoCode == EADDRNOTAVAIL
            ? "--host: \(Self.hostAdvice)"
            : "choose another --port, or --port 0 for any free port"
        return ServerError(
            message: "\(settings.host):\(settings.port): cannot listen: "
                + "\(String(cString: strerror(error.errnoCode))); \(advice)")
    }

    private var connections: HTTP1Channel.Configuration {
        let limits = settings.limits
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ConnectionGuard(
                    requestSeconds: limits.requestSeconds, bodyBytes: limits.bodyBytes,
                    base: settings.basePath)
            ],
            idleTimeout: .seconds(Int64(limits.idleSeconds)),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                maxHeaderFieldCount: 100))
    }
}

/// An error that prevents the server from running.
package struct ServerError: Error, CustomStringConvertible {
    package let message: String

    package init(message: String) { self.message = message }

    package var description: String { message }
}

/// A service that marks the server as stopping shortly before the server stops listening. Responses
/// then close their connections, and connections that were not accepted yet are still served.
private struct ShutdownNotice: Service {
    let state: ServerState

    private static let delay = Duration.milliseconds(300)

    func run() async throws {
        try? await gracefulShutdown()
        state.stop()
        try? await Task.sleep(for: Self.delay)
    }
}
