internal import Hummingbird
import JSON
import Vocabulary

/// The routes for supervisors: health, readiness and metrics.
struct StateRoutes: Sendable {
    let state: ServerState
    let metrics: ServerMetrics
    /// The number of images that wait for a prediction.
    let waiting: @Sendable () -> Int

    func add(to routes: inout Routes) {
        // The paths below /v2 and their answers are those of the Open Inference Protocol.
        let lives: [(String, JSONValue)] = [
            ("/health", ["status": "ok"]), ("/v2/health/live", ["live": true]),
        ]
        for (path, answer) in lives {
            routes.get(path, access: .probe) { _, _ in .json(answer) }
        }
        let readies: [(String, JSONValue)] = [
            ("/ready", ["status": "ready"]), ("/v2/health/ready", ["ready": true]),
        ]
        for (path, answer) in readies {
            routes.get(path, access: .probe) { _, _ in
                guard !state.isStopping else {
                    throw ProblemDetails(
                        .notReady, "the server is stopping", headers: [.retryAfter: "5"])
                }
                return .json(answer)
            }
        }
        routes.get("/metrics", access: .metrics) { _, _ in
            .text(
                metrics.text(waiting: waiting()),
                type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}

/// The routes of the style sheet, the script and the icon.
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
        // Browsers request it for pages without an icon, such as reports.
        routes.get("/favicon.ico") { _, _ in
            .bytes(PackageResources.icon_svg, type: "image/svg+xml")
        }
    }
}
