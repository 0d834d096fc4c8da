import Files
import Foundation
internal import HTTPTypes
internal import Hummingbird
import Images
import Markup
import NIOCore
import Results
import Synchronization

/// The routes of the results pages: the list of studies, a page with a live view for each study,
/// its report and charts, and the comparison of trials.
struct BrowserRoutes: Sendable {
    let studyIndex: StudyIndex
    let pages: Pages
    let state: ServerState
    let base: BasePath
    private let viewers = Viewers()

    func add(to routes: inout Routes) {
        routes.get("/results") { _, _ in
            pages.page(StudiesView(studyIndex.entries), title: "Results")
        }
        routes.get("/compare") { request, _ in
            let names = request.uri.queryParameters.filter { $0.key == "trial" }.map {
                "\($0.value)"
            }
            return pages.page(
                try TrialComparisonView(names, of: studyIndex), title: "Trials side by side")
        }
        routes.get("/results/:study") { _, context in
            let view = try StudyView(entry(context))
            return pages.page(view, title: view.title)
        }
        routes.get("/results/:study/report") { _, context in try report(entry(context)) }
        routes.get("/results/:study/charts/:file") { _, context in
            try chart(context.parameters.get("file") ?? "", of: entry(context))
        }
        routes.get("/results/:study/events") { _, context in try events(entry(context)) }
    }

    private func entry(_ context: BasicRequestContext) throws(ProblemDetails) -> StudyIndex.Entry {
        try studyIndex.entry(context.parameters.get("study") ?? "")
    }

    /// The report. It has a content security policy of its own, since its style and script are
    /// inline.
    private func report(_ entry: StudyIndex.Entry) throws -> Response {
        guard entry.hasReport else {
            throw ProblemDetails(.notFound, "this study has no report yet")
        }
        var page: HTMLReport
        do { page = try entry.results.page() } catch {
            throw ProblemDetails(.broken, "the study's report cannot be read", cause: error)
        }
        page.origin = HTMLReport.Origin(
            title: "Back to the study", path: base.path(entry.path))
        var response = Response.text(page.html, type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] =
            page.policy + "; frame-ancestors 'none'; base-uri 'none'"
        return response
    }

    private func chart(_ file: String, of entry: StudyIndex.Entry) throws -> Response {
        let wanted = file.removingPercentEncoding ?? file
        guard let name = entry.charts.first(where: { $0 == wanted }),
            let bytes = entry.files.bytes(of: "\(entry.results.chartsPath)/\(name)")
        else { throw ProblemDetails(.notFound, "no such chart") }
        var response = Response.bytes(
            bytes, type: name.hasSuffix(".svg") ? "image/svg+xml" : "image/png")
        // A browser that opens an SVG chart directly needs its inline style.
        response.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'"
        return response
    }

    /// The server-sent events of a study's page: `live` with the new live view after each change,
    /// and `failure` with a message if the study cannot be read, which ends the stream.
    private func events(_ entry: StudyIndex.Entry) throws(ProblemDetails) -> Response {
        guard let viewer = viewers.enter() else {
            throw ProblemDetails(
                .overloaded, "too many open pages with live updates", headers: [.retryAfter: "30"])
        }
        let (pages, state) = (pages, state)
        let body = ResponseBody { [viewer] writer in
            defer { withExtendedLifetime(viewer) {} }
            var (last, quiet) = ("", 0)
            repeat {
                let html: String
                do {
                    html = pages.part(try LiveView(entry))
                } catch {
                    try await writer.write(Self.event("failure", state.problem(error).detail))
                    break
                }
                quiet += 1
                if html != last {
                    try await writer.write(Self.event("live", html))
                    (last, quiet) = (html, 0)
                } else if quiet >= 10 {
                    // A write detects a closed connection.
                    try await writer.write(ByteBuffer(string: ": \n\n"))
                    quiet = 0
                }
                try await Task.sleep(for: .seconds(1))
            } while !state.isStopping
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    private static func event(_ name: String, _ text: String) -> ByteBuffer {
        let lines = text.split(separator: "\n").map { "data: \($0)\n" }.joined()
        return ByteBuffer(string: "event: \(name)\n\(lines)\n")
    }
}

/// The count of pages with live updates, each of which has an open connection.
private final class Viewers: Sendable {
    private let count = Mutex(0)
    private static let most = 64

    /// A page with live updates, counted until the object is freed. A response without a body, such
    /// as that of HEAD, frees it as well.
    final class Viewer: Sendable {
        private let viewers: Viewers

        fileprivate init(of viewers: Viewers) { self.viewers = viewers }

        deinit { viewers.count.withLock { $0 -= 1 } }
    }

    /// Counts a new page; nil if there are too many.
    func enter() -> Viewer? {
        let isAdmitted = count.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
        return isAdmitted ? Viewer(of: self) : nil
    }
}
