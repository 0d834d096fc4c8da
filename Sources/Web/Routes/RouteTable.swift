internal import HTTPTypes

/// The table of all paths with their methods.
struct RouteTable: Sendable {
    /// The methods that metrics distinguish.
    static let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options]

    /// The first parts of the paths of programs and of supervisors.
    private static let ofPrograms: Set<String> = [
        "health", "infer", "metrics", "openapi.json", "ready", "v1", "v2",
    ]
    /// The first parts of the paths of pages and their files.
    private static let ofPages: Set<String> = [
        "assets", "compare", "docs", "favicon.ico", "results", "samples",
    ]

    private struct Entry {
        var methods: [HTTPRequest.Method] = []
        var access = Access.page
    }

    /// The entries by the parts of a path; `*` matches any part.
    private var paths: [[String]: Entry] = [:]

    /// Adds a method to a path; GET includes HEAD.
    /// - Precondition: the server's own paths are known, also those that it does not serve.
    mutating func add(_ path: String, _ method: HTTPRequest.Method, _ access: Access = .page) {
        precondition(path == "/" || Self.isOwn(path), "add the path to the table: \(path)")
        let parts = Self.parts(path).map { $0.hasPrefix(":") ? "*" : $0 }
        paths[parts, default: Entry()].methods += method == .get ? [.get, .head] : [method]
        paths[parts]?.access = access
    }

    /// The methods of a path; nil for an unknown path.
    func methods(of path: String) -> [HTTPRequest.Method]? { entry(path)?.methods }

    /// The checks that a request for a path must pass.
    func access(of path: String) -> Access { entry(path)?.access ?? .page }

    /// Whether the path begins like one of a server, whatever this one serves.
    static func isOwn(_ path: String) -> Bool {
        parts(path).first.map { ofPages.contains($0) || ofPrograms.contains($0) } ?? false
    }

    /// Whether people ask for the path, not programs: that of a page, or an unknown one.
    static func isPage(_ path: String) -> Bool {
        parts(path).first.map { !ofPrograms.contains($0) } ?? true
    }

    private func entry(_ path: String) -> Entry? {
        let parts = Self.parts(path)
        if let entry = paths[parts] { return entry }
        return paths.first { pattern, _ in
            pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0 == "*" || $0 == $1 }
        }?.value
    }

    private static func parts(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init)
    }
}
