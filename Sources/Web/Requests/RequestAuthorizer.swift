import Foundation
internal import HTTPTypes

/// The checks that a request for a path must pass: its host, its origin, its token.
enum Access: Sendable {
    /// A known host name, and the token.
    case page
    /// The token: metrics reveal how busy the server is, but no page of another site can use them.
    case metrics
    /// Nothing: supervisors and load balancers ask by address or without a host, and the response
    /// reveals nothing.
    case probe
}

extension HTTPField.Name {
    /// The header `Host`. The first one becomes the authority of a request, and further ones stay.
    fileprivate static let host = HTTPField.Name("Host")!
}

/// The check of a request's host name and token.
struct RequestAuthorizer {
    private let settings: ServerSettings

    init(_ settings: ServerSettings) { self.settings = settings }

    /// Checks a request.
    /// - Parameter access: what the requested path requires.
    /// - Throws: `ProblemDetails` if it is refused.
    func check(_ request: HTTPRequest, _ access: Access) throws(ProblemDetails) {
        // The first one is the authority of the request; RFC 9112 requires status 400 for others.
        guard request.headerFields[.host] == nil else {
            throw ProblemDetails(.badRequest, "the request has more than one header 'Host'")
        }
        if access == .page { try check(host: request.authority ?? "") }
        guard let token = settings.token, access != .probe else { return }
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
        let known = (["localhost", settings.host] + settings.hostNames).map(HostName.normalized)
        guard let host = HostName(authority), host.isAddress || known.contains(host.name) else {
            throw ProblemDetails(
                .misdirected,
                authority.isEmpty
                    ? "the request has no header 'Host'"
                    : "unknown host name '\(authority.prefix(100))'; to allow it, start the server "
                        + "with --host-name")
        }
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
