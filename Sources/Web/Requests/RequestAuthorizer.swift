import Foundation
internal import HTTPTypes

/// The check of a request's host name and token.
struct RequestAuthorizer {
    private let settings: ServerSettings

    init(_ settings: ServerSettings) { self.settings = settings }

    /// The paths that need no token: supervisors request them, and they reveal nothing.
    private static let open: Set<String> = ["/health", "/ready"]

    /// Checks a request.
    /// - Throws: `ProblemDetails` if it is refused.
    func check(_ request: HTTPRequest, path: String) throws(ProblemDetails) {
        try check(host: request.authority ?? "")
        guard let token = settings.token, !Self.open.contains(path) else { return }
        guard let shown = Self.token(request.headerFields[.authorization] ?? ""),
            Self.areEqual(shown, token)
        else {
            throw ProblemDetails(
                .unauthorized,
                "expected the header 'Authorization: Bearer <token>', or the token as the password "
                    + "of basic authentication",
                headers: [.wwwAuthenticate: #"Basic realm="study", charset="UTF-8""#])
        }
    }

    /// Refuses unknown host names. This prevents DNS rebinding: a page of another site, whose name
    /// was redirected to this server, sends requests with its own name. Numeric addresses cannot be
    /// redirected.
    private func check(host authority: String) throws(ProblemDetails) {
        guard !settings.hostNames.contains("*") else { return }
        let name = Self.host(authority).lowercased()
        let isNumeric =
            name.hasPrefix("[") || (!name.isEmpty && name.allSatisfy { "0123456789.".contains($0) })
        let known = ["localhost", settings.host.lowercased()] + settings.hostNames
        guard isNumeric || known.contains(name) else {
            throw ProblemDetails(
                .misdirected,
                "unknown host name '\(name.prefix(100))'; to allow it, start the server with "
                    + "--host-name")
        }
    }

    /// The host name without the port.
    private static func host(_ authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[...end])
        }
        return String(authority.prefix { $0 != ":" })
    }

    private static func token(_ authorization: String) -> String? {
        let words = authorization.split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { return nil }
        switch words[0].lowercased() {
        case "bearer":
            return String(words[1])
        case "basic":
            guard let data = Data(base64Encoded: String(words[1])) else { return nil }
            let pair = String(decoding: data, as: UTF8.self)
            return pair.firstIndex(of: ":").map { String(pair[pair.index(after: $0)...]) }
        default:
            return nil
        }
    }

    /// Compares two texts in a time that does not depend on the position of a difference.
    private static func areEqual(_ first: String, _ second: String) -> Bool {
        let (first, second) = (Array(first.utf8), Array(second.utf8))
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
