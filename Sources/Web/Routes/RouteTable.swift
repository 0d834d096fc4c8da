internal import HTTPTypes

/// The table of all paths with their methods.
struct RouteTable: Sendable {
    /// The methods that metrics distinguish.
    static let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options]

    private struct Entry {
        var methods: [HTTPRequest.Method] = []
        var access = Access.page
    }

    /// The entries by the parts of a path; `*` matches any part.
    private var paths: [[String]: Entry] = [:]

    /// Adds a method to a path; GET includes HEAD.
    mutating func add(_ path: String, _ method: HTTPRequest.Method, _ access: Access = .page) {
        let parts = Self.parts(path).map { $0.hasPrefix(":") ? "*" : $0 }
        paths[parts, default: Entry()].methods += method == .get ? [.get, .head] : [method]
        paths[parts]?.access = access
    }

    /// The methods of a path; nil for an unknown path.
    func methods(of path: String) -> [HTTPRequest.Method]? { entry(path)?.methods }

    /// What a path requires of a request.
    func access(of path: String) -> Access { entry(path)?.access ?? .page }

    /// Whether the path of some route begins with the first part of `path`.
    func begins(with path: String) -> Bool {
        Self.parts(path).first.map { first in paths.keys.contains { $0.first == first } } ?? false
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
