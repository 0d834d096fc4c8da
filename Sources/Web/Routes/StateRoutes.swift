internal import Hummingbird
import JSON
import Vocabulary

/// What supervisors ask: whether the server lives, whether it takes requests, what it has done.
struct StateRoutes: Sendable {
    let state: ServerState
    let metrics: ServerMetrics
    /// Images without an answer.
    let waiting: @Sendable () -> Int

    func add(to routes: inout Routes) {
        routes.get("/health") { _, _ in .json(["status": "ok"]) }
        routes.get("/ready") { _, _ in
            guard !state.isStopping else {
                throw ProblemDetails(
                    .notReady, "the server is stopping", headers: [.retryAfter: "5"])
            }
            return .json(["status": "ready"])
        }
        routes.get("/metrics") { _, _ in
            .text(
                metrics.text(waiting: waiting()),
                type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}

/// What all pages load.
struct AssetRoutes: Sendable {
    func add(to routes: inout Routes) {
        let assets: [(String, [UInt8], String)] = [
            ("style.css", PackageResources.style_css, "text/css; charset=utf-8"),
            ("app.js", PackageResources.app_js, "text/javascript; charset=utf-8"),
            ("icon.svg", PackageResources.icon_svg, "image/svg+xml"),
        ]
        for (name, bytes, type) in assets {
            routes.get("/assets/\(name)") { _, _ in .bytes(bytes, type: type) }
        }
        // Browsers ask for it where a page names none, as reports do.
        routes.get("/favicon.ico") { _, _ in
            .bytes(PackageResources.icon_svg, type: "image/svg+xml")
        }
    }
}
